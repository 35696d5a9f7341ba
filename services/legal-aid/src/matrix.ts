import type { Part } from '@accompany/access/parts';
import {
  Authority,
  ConflictCheck,
  CounselTopic,
  DiscontinueReason,
  Judgment,
  Relation,
  RepresentationBlock,
  RepresentationEnd,
} from '@accompany/contracts/legalaid/v1/types';
import type { DecisionContext } from '@accompany/domain';
import { type Command, matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { chase, chaseAgain } from './chasing.js';
import { giveCounsel } from './counsel.js';
import { type Event, type Matter, matter } from './matter.js';
import { addBeneficiary, checkConflict, open, openForNeed, passOn } from './opening.js';
import * as proceedings from './proceedings.js';
import * as representation from './representation.js';

const LAWYER = "the matter's agency";
const PROVIDER = 'another agency of the case';
const STRANGER = 'another agency';
const then = new Date('2022-02-26T09:00:00Z');
const stallsAt = new Date('2022-05-27T09:00:00Z');
const late = new Date('2022-05-28T09:00:00Z');
const STALL = 90;
const EVERY = 30;

const by = (agency: string): DecisionContext => ({ actor: { kind: 'agency', agency, person: 'p-1' }, occurredAt: then, now: then });
const roles = { [LAWYER]: by('lotus'), [PROVIDER]: by('heron'), [STRANGER]: by('crane') };
const partOf = ({ actor }: DecisionContext): Part | undefined => {
  if (actor.kind !== 'agency' || actor.agency === 'crane') return undefined;
  return actor.agency === 'lotus' ? 'lead' : 'provider';
};

const { CONFLICT_CHECK_NONE_FOUND: CLEAR, CONFLICT_CHECK_FOUND: FOUND, CONFLICT_CHECK_PENDING: PENDING } = ConflictCheck;
const client = { beneficiaryId: 'c', relation: Relation.RELATION_CLIENT, name: undefined };
const father = { beneficiaryId: 'f', relation: Relation.RELATION_RELATIVE, name: undefined };
const counsel = { counselId: 'k', beneficiaryIds: ['c'], topics: [CounselTopic.COUNSEL_TOPIC_RIGHTS], notes: undefined };
const complaint = { authority: Authority.AUTHORITY_POLICE, fileNumber: undefined };
const judgment = { judgment: Judgment.JUDGMENT_CONVICTED, compensationAwarded: false };
const reason = DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST;
const POLICE = RepresentationBlock.REPRESENTATION_BLOCK_POLICE_INVESTIGATION;
const WITHDREW = RepresentationEnd.REPRESENTATION_END_LAWYER_WITHDREW;

const opened = (conflictCheck: ConflictCheck): Event => ({
  $case: 'matterOpened',
  value: { clientId: 'c', needId: 'n', agency: 'lotus', beneficiaries: [client], conflictCheck },
});
const counselled: Event[] = [opened(CLEAR), { $case: 'counselGiven', value: { ...counsel, counselId: 'first', givenBy: 'p-1' } }];
const filed: Event[] = [...counselled, { $case: 'complaintFiled', value: complaint }];
const investigated: Event[] = [...filed, { $case: 'investigationStarted', value: { stallsAt } }];
const stalled: Event[] = [...investigated, { $case: 'investigationStalled', value: { stalledSince: stallsAt } }];
const prosecuted: Event[] = [...investigated, { $case: 'prosecutionStarted', value: {} }];
const tried: Event[] = [...prosecuted, { $case: 'trialStarted', value: {} }];
const judged: Event[] = [...tried, { $case: 'judgmentGiven', value: judgment }];
const chased: Event = {
  $case: 'legalChaseAsked',
  value: { agency: 'lotus', stalledSince: stallsAt, round: 1, nextAt: late, everyDays: EVERY },
};
const blocked: Event = { $case: 'representationBlocked', value: { reason: POLICE } };
const engaged: Event = { $case: 'representationEngaged', value: { lawyer: 'l' } };

const proceeding: Record<string, Command<Matter, Event>> = {
  'file a complaint': { by: LAWYER, give: (state, context) => proceedings.fileComplaint(state, complaint, partOf(context), context) },
  'record the investigation': {
    by: LAWYER,
    give: (state, context) => proceedings.startInvestigation(state, STALL, partOf(context), context),
  },
  'record progress': {
    by: LAWYER,
    give: (state, context) => proceedings.recordProgress(state, { progressId: 'p', notes: undefined }, STALL, partOf(context), context),
  },
  'record the prosecution': { by: LAWYER, give: (state, context) => proceedings.startProsecution(state, partOf(context), context) },
  'record the trial': { by: LAWYER, give: (state, context) => proceedings.startTrial(state, partOf(context), context) },
  'record the judgment': {
    by: LAWYER,
    give: (state, context) => proceedings.recordJudgment(state, judgment, partOf(context), context),
  },
  close: { by: LAWYER, give: (state, context) => proceedings.close(state, partOf(context), context) },
  discontinue: { by: LAWYER, give: (state, context) => proceedings.discontinue(state, reason, partOf(context), context) },
};

const representing: Record<string, Command<Matter, Event>> = {
  block: { by: LAWYER, give: (state, context) => representation.block(state, POLICE, partOf(context), context) },
  unblock: { by: LAWYER, give: (state, context) => representation.unblock(state, partOf(context), context) },
  engage: { by: LAWYER, give: (state, context) => representation.engage(state, 'l', partOf(context), context) },
  'end the representation': {
    by: LAWYER,
    give: (state, context) => representation.endRepresentation(state, WITHDREW, partOf(context), context),
  },
};

const known = (context: DecisionContext) => ({ clientId: 'c', open: true, part: partOf(context) });

export const matterMatrix = matrix({
  title: 'Legal matter',
  source: 'services/legal-aid/src/matter.ts',
  decider: matter,
  roles,
  states: {
    none: [],
    'opened, conflict not checked': [opened(PENDING)],
    'opened, conflict found': [opened(FOUND)],
    opened: [opened(CLEAR)],
    counselling: counselled,
    complaint_filed: filed,
    under_investigation: investigated,
    'under_investigation, blocked': [...investigated, blocked],
    'under_investigation, stalled': stalled,
    'under_investigation, chased': [...stalled, chased],
    prosecuted,
    'prosecuted, represented': [...prosecuted, engaged],
    in_trial: tried,
    judged,
    closed: [...judged, { $case: 'matterClosed', value: {} }],
    discontinued: [...investigated, { $case: 'matterDiscontinued', value: { reason } }],
  },
  commands: {
    open: {
      by: [LAWYER, PROVIDER],
      give: (state, context) => open(state, { needId: 'n', beneficiaries: [client], conflictCheck: CLEAR }, known(context), context),
    },
    'check for a conflict': { by: LAWYER, give: (state, context) => checkConflict(state, CLEAR, partOf(context), context) },
    'add a beneficiary': { by: LAWYER, give: (state, context) => addBeneficiary(state, father, partOf(context), context) },
    'give counsel': { by: LAWYER, give: (state, context) => giveCounsel(state, counsel, partOf(context), context) },
    ...proceeding,
    ...representing,
    'open for a need': { by: THE_NETWORK, give: (state) => openForNeed(state, { needId: 'n', agency: 'lotus', clientId: 'c' }) },
    'go along with the lead': { by: THE_NETWORK, give: (state) => passOn(state, 'lotus', 'heron') },
    'discontinue: its case refused it': { by: THE_NETWORK, give: proceedings.discontinueRefused },
    'ask the authorities': { by: THE_NETWORK, give: (state) => chase(state, EVERY, late) },
    'ask the authorities again': { by: THE_CLOCK, give: (state) => chaseAgain(state, late) },
    stall: { by: THE_CLOCK, give: (state) => proceedings.stall(state, late) },
  },
});

/** Beside the proceedings: whether a lawyer represents at court. */
export const representationMatrix = matrix({
  title: 'Representation at court',
  source: 'services/legal-aid/src/representation.ts',
  decider: matter,
  statusOf: (state) => (state.status === 'none' ? 'none' : state.representation.status),
  roles,
  states: {
    none: investigated,
    'none, prosecuted': prosecuted,
    blocked: [...investigated, blocked],
    'blocked, prosecuted': [...prosecuted, blocked],
    engaged: [...prosecuted, engaged],
    ended: [...prosecuted, engaged, { $case: 'representationEnded', value: { lawyer: 'l', reason: WITHDREW } }],
    'ended, matter closed': [
      ...[...judged, engaged],
      ...([
        { $case: 'representationEnded', value: { lawyer: 'l', reason: WITHDREW } },
        { $case: 'matterClosed', value: {} },
      ] as const),
    ],
  },
  commands: representing,
});
