import { type HandoverReason, type OpenThings, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { type Reason, Rejection } from '@accompany/domain';
import type { AgencyFact } from './facts.js';

/** What we know of a case that is to be given. */
export type GivenCase = {
  readonly open: boolean;
  readonly lead: string | undefined;
  readonly monitors: readonly string[];
  /** What of it goes along. */
  readonly things: readonly OpenThings[];
  /** The giver's transfer of it that has not ended. */
  readonly openTransferId: string | undefined;
  /** The giver's last transfer of it; empty when there was none. */
  readonly previousTransferId: string;
  /** The transfer that an offer makes, or the open one. */
  readonly transferId: string;
};

/** When an answer is due, and when it is escalated without one. */
export type AnswerTimes = { readonly dueBy: Date; readonly escalatesAt: Date };

/** What an offer looks at. */
export type OfferFacts = AnswerTimes & {
  /** By case id; a case that we do not know is absent. */
  readonly cases: ReadonlyMap<string, GivenCase>;
  readonly receivers: ReadonlyMap<string, AgencyFact>;
};

/** A case to be given. */
export type Given = { readonly caseId: string; readonly receiver: string; readonly relation: TransferRelation };

/** A case as it is offered. */
export type Offered = Given & Pick<GivenCase, 'transferId' | 'previousTransferId'> & { readonly open: OpenThings[] };

/** How many ids a refusal names. */
const NAMED = 20;

/**
 * The cases as they are offered by a giver.
 * @throws Rejection the first rule that does not hold, with the cases or receivers that it does not hold for
 */
export const offered = (giver: string, given: readonly Given[], facts: OfferFacts): Offered[] => {
  const receivers = [...new Set(given.map(({ receiver }) => receiver))];
  refuseSome(
    'TRANSFER_TO_SELF',
    'receivers',
    receivers.filter((receiver) => receiver === giver),
  );
  refuseSome(
    'TRANSFER_RECEIVER_UNKNOWN',
    'receivers',
    receivers.filter((receiver) => !facts.receivers.has(receiver)),
  );
  refuseSome(
    'TRANSFER_RECEIVER_SUSPENDED',
    'receivers',
    receivers.filter((receiver) => facts.receivers.get(receiver)?.suspended),
  );
  refuseSome(
    'TRANSFER_RECEIVER_WITHOUT_OFFICE',
    'receivers',
    receivers.filter((receiver) => facts.receivers.get(receiver)?.withoutOffice),
  );
  const refuse = (reason: Reason, holds: (one: Given, known: GivenCase) => boolean) =>
    refuseSome(
      reason,
      'case_ids',
      given.filter((one) => !holds(one, facts.cases.get(one.caseId) ?? UNKNOWN)).map(({ caseId }) => caseId),
    );
  refuse('HANDOVER_CASE_NOT_HELD', ({ relation }, known) => holds(giver, relation, known));
  refuse('HANDOVER_CASE_NOT_OPEN', (_, { open }) => open);
  refuse('TRANSFER_RECEIVER_LEADS', ({ receiver }, { lead }) => receiver !== lead);
  refuse('TRANSFER_ALREADY_OPEN', (_, { openTransferId }) => openTransferId === undefined);
  return given.map(({ caseId, receiver, relation }) => {
    const { transferId, previousTransferId, things } = facts.cases.get(caseId) ?? UNKNOWN;
    return { caseId, receiver, relation, transferId, previousTransferId, open: [...things] };
  });
};

const UNKNOWN: GivenCase = {
  open: false,
  lead: undefined,
  monitors: [],
  things: [],
  openTransferId: undefined,
  previousTransferId: '',
  transferId: '',
};

/** Whether an agency leads or monitors a case; to others it does not exist. */
export const hasPart = (agency: string, caseId: string, { cases }: OfferFacts): boolean => {
  const known = cases.get(caseId);
  return known !== undefined && (known.lead === agency || known.monitors.includes(agency));
};

/** Only the lead gives the lead away, only a monitor its monitoring. */
const holds = (giver: string, relation: TransferRelation, { lead, monitors }: GivenCase): boolean =>
  relation === TransferRelation.TRANSFER_RELATION_LEAD ? lead === giver : monitors.includes(giver) && lead !== giver;

const refuseSome = (reason: Reason, what: 'receivers' | 'case_ids', found: readonly string[]): void => {
  if (found.length > 0) throw new Rejection(reason, { [what]: found.slice(0, NAMED).join(', '), count: String(found.length) });
};

const DAY = 24 * 60 * 60 * 1000;

/** Fixed in the event, so that a limit changed later moves nothing. */
export const answerTimes = (now: Date, days: number): AnswerTimes => ({
  dueBy: new Date(now.getTime() + days * DAY),
  escalatesAt: new Date(now.getTime() + 1.5 * days * DAY),
});

/** Why cases are given, and until when an answer is due: what every offer says beside the case. */
export type OfferTerms = AnswerTimes & { readonly giver: string; readonly reason: HandoverReason };
