import { type Network, refusal, type ServiceName } from '@accompany/client';
import { WorkKind } from '@accompany/contracts/timeline/v1/work_service';
import { readTimeline } from '../commands/timeline.js';

type Answering = Extract<ServiceName, `${string}Actions`>;

/** Who answers for the things of a kind: the first part of their stream's name. */
const ANSWERS: Readonly<Record<string, Answering>> = {
  case: 'intakeActions',
  report: 'intakeActions',
  programme: 'intakeActions',
  activity: 'intakeActions',
  volunteer: 'intakeActions',
  assessment: 'assessmentActions',
  careplan: 'assessmentActions',
  referral: 'referralActions',
  plan: 'referralActions',
  support: 'referralActions',
  notice: 'referralActions',
  transfer: 'referralActions',
  handover: 'referralActions',
  matter: 'legalAidActions',
  agency: 'directoryActions',
  office: 'directoryActions',
  service: 'directoryActions',
  agreement: 'directoryActions',
};

/** The kinds of things that something can be done with. */
export const KINDS: readonly string[] = Object.keys(ANSWERS);

/** The kind of a thing, from its stream. */
export const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** The service that says what may be done with a thing. */
export const answering = (network: Network, stream: string): Network[Answering] => network[ANSWERS[kindOf(stream)] ?? 'intakeActions'];

/**
 * The streams of what belongs to a case, as far as the caller knows of it: what the timeline tells, what waits for the caller also where
 * it does not take part yet, and the handovers that the case is in. The case itself comes first.
 */
export const thingsOf = async (network: Network, caseId: string): Promise<string[]> => {
  const waiting = await waitingOf(network, caseId);
  const told = await orNothing(['CASE_UNKNOWN'], async () => (await readTimeline(network, caseId)).map(({ stream }) => stream));
  const found = [...told, ...waiting];
  const transfers = found.filter((stream) => kindOf(stream) === 'transfer');
  const handovers = await Promise.all([...new Set(transfers)].map((stream) => handoverOf(network, stream)));
  return [...new Set([`case-${caseId}`, ...found, ...handovers.flat()])].filter((stream) => KINDS.includes(kindOf(stream)));
};

/** What waits for the caller and may be all that it knows of the case. */
const OF_WORK: Readonly<Partial<Record<WorkKind, string>>> = {
  [WorkKind.WORK_KIND_REFERRAL_TO_ANSWER]: 'referral',
  [WorkKind.WORK_KIND_REFERRAL_WAITLISTED]: 'referral',
  [WorkKind.WORK_KIND_TRANSFER_TO_ANSWER]: 'transfer',
  [WorkKind.WORK_KIND_NOTICE_TO_ACKNOWLEDGE]: 'notice',
};

const waitingOf = async (network: Network, caseId: string): Promise<string[]> => {
  const { items } = await network.work.getWorklist({ caseId });
  return items.flatMap(({ kind, subjectId }) => (OF_WORK[kind] === undefined ? [] : [`${OF_WORK[kind]}-${subjectId}`]));
};

const handoverOf = (network: Network, stream: string): Promise<string[]> =>
  orNothing(['TRANSFER_UNKNOWN'], async () => {
    const { transfer } = await network.handover.getTransfer({ transferId: stream.slice('transfer-'.length) });
    return transfer === undefined || transfer.handoverId === '' ? [] : [`handover-${transfer.handoverId}`];
  });

/** What is found, or nothing when it is refused for one of these reasons. */
export const orNothing = async <Thing>(reasons: readonly string[], find: () => Promise<Thing[]>): Promise<Thing[]> => {
  try {
    return await find();
  } catch (error) {
    if (reasons.includes(refusal(error)?.reason ?? '')) return [];
    throw error;
  }
};
