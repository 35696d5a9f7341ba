import { caseFacts } from '@accompany/access';
import type {
  GetMatterRequest,
  GetMatterResponse,
  ListMattersRequest,
  ListMattersResponse,
} from '@accompany/contracts/legalaid/v1/service';
import {
  Authority,
  ConflictCheck,
  Judgment,
  MatterStatus,
  RepresentationBlock,
  RepresentationStatus,
} from '@accompany/contracts/legalaid/v1/types';
import { Rejection } from '@accompany/domain';
import { type App, type Call, readAtLeast } from '@accompany/runtime';
import { agencyOf, visible } from './guards.js';
import { matterAggregate, type OpenedMatter, type Representation } from './matter.js';
import { partOf } from './matter-queries.js';
import { mattersOf } from './streams-queries.js';

const STATUS: Readonly<Record<OpenedMatter['status'], MatterStatus>> = {
  opened: MatterStatus.MATTER_STATUS_OPENED,
  counselling: MatterStatus.MATTER_STATUS_COUNSELLING,
  complaint_filed: MatterStatus.MATTER_STATUS_COMPLAINT_FILED,
  under_investigation: MatterStatus.MATTER_STATUS_UNDER_INVESTIGATION,
  prosecuted: MatterStatus.MATTER_STATUS_PROSECUTED,
  in_trial: MatterStatus.MATTER_STATUS_IN_TRIAL,
  judged: MatterStatus.MATTER_STATUS_JUDGED,
  closed: MatterStatus.MATTER_STATUS_CLOSED,
  discontinued: MatterStatus.MATTER_STATUS_DISCONTINUED,
};

const REPRESENTATION: Readonly<Record<Representation['status'], RepresentationStatus>> = {
  none: RepresentationStatus.REPRESENTATION_STATUS_NONE,
  blocked: RepresentationStatus.REPRESENTATION_STATUS_BLOCKED,
  engaged: RepresentationStatus.REPRESENTATION_STATUS_ENGAGED,
  ended: RepresentationStatus.REPRESENTATION_STATUS_ENDED,
};

/** What every participant of the case may read of a matter. */
const standing = (matterId: string, { agency, status, representation }: OpenedMatter) => ({
  matterId,
  agency,
  status: STATUS[status],
  representation: REPRESENTATION[representation.status],
});

type Inside = Omit<GetMatterResponse, 'matterId' | 'caseId' | 'agency' | 'status' | 'representation' | 'etag'>;

/** What those read who are not the matter's agency. */
const NOTHING: Inside = {
  needId: '',
  conflictCheck: ConflictCheck.CONFLICT_CHECK_UNSPECIFIED,
  beneficiaries: [],
  counsels: [],
  blockedBy: RepresentationBlock.REPRESENTATION_BLOCK_UNSPECIFIED,
  lawyer: '',
  stallsAt: undefined,
  stalled: false,
  complaintAuthority: Authority.AUTHORITY_UNSPECIFIED,
  complaintFileNumber: '',
  investigationNotes: [],
  judgment: Judgment.JUDGMENT_UNSPECIFIED,
};

/** One matter, as far as the caller may read it. */
export const readMatter = async (app: App, message: GetMatterRequest, call: Call): Promise<GetMatterResponse> => {
  const { matterId, atLeastPosition } = message;
  const { seen, found } = await readAtLeast(app, matterAggregate, { id: matterId, atLeastPosition }, async ({ state, key }) =>
    visible(state, await partOf(app, key, call), call.actor),
  );
  const { key: caseId, etag } = found;
  const inside = seen.agency === agencyOf(call.actor).agency ? await readInside(app, matterId, seen) : NOTHING;
  return { ...standing(matterId, seen), caseId, etag, ...inside };
};

/** All of it, for the matter's agency. */
const readInside = async (app: App, matterId: string, state: OpenedMatter): Promise<Inside> => {
  const { representation, investigation } = state;
  const open = (sealed: Parameters<App['open']>[0]) => app.open(sealed, matterAggregate, matterId);
  return {
    ...NOTHING,
    needId: state.needId,
    conflictCheck: state.conflict,
    beneficiaries: await Promise.all(state.beneficiaries.map(async (one) => ({ ...one, name: await open(one.name) }))),
    // Privileged notes stay with the agency that took them, also when the matter goes to another.
    counsels: await Promise.all(
      state.counsels.map(async ({ agency, ...one }) => ({ ...one, notes: agency === state.agency ? await open(one.notes) : '' })),
    ),
    blockedBy: representation.status === 'blocked' ? representation.by : NOTHING.blockedBy,
    lawyer: representation.status === 'engaged' || representation.status === 'ended' ? representation.lawyer : '',
    stallsAt: investigation?.stallsAt,
    stalled: investigation?.stalled ?? false,
    complaintAuthority: state.complaint?.authority ?? NOTHING.complaintAuthority,
    complaintFileNumber: await open(state.complaint?.fileNumber),
    investigationNotes: await Promise.all((investigation?.news ?? []).map(({ notes }) => open(notes))),
    judgment: state.judgment ?? NOTHING.judgment,
  };
};

/** The matters of a case, oldest first. The streams themselves are read: there is nothing to lag behind. */
export const listMatters = async (app: App, message: ListMattersRequest, call: Call): Promise<ListMattersResponse> => {
  const { agency } = agencyOf(call.actor);
  await app.awaitPosition(message.atLeastPosition, message.caseId);
  if ((await caseFacts(app.db, message.caseId))?.partOf(agency) === undefined) throw new Rejection('CASE_UNKNOWN');
  const matters = await Promise.all(
    (await mattersOf(app.db, message.caseId)).map(async (matterId) => {
      const { state } = await app.load(matterAggregate, matterId);
      return state.status === 'none' ? [] : [standing(matterId, state)];
    }),
  );
  return { matters: matters.flat() };
};
