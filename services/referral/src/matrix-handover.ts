import {
  DifferenceReason,
  HandoverReason,
  KeepReason,
  TotalsSubject,
  TransferAnswer,
  TransferRelation,
} from '@accompany/contracts/referral/v1/handover_types';
import { type Command, matrix, THE_NETWORK } from '@accompany/domain/testing';
import * as giver from './giver.js';
import { type Event, type Handover, handover } from './handover.js';
import { noteAnswer, noteRelease } from './handover-answers.js';
import type { OfferFacts } from './offer-rules.js';
import { ALPHA, BETA, by } from './samples.js';

const GIVER = 'giver';
const roles = { [GIVER]: by(ALPHA), 'receiver of a case': by(BETA), 'another agency': by('gamma') };
const relation = TransferRelation.TRANSFER_RELATION_LEAD;
const reason = HandoverReason.HANDOVER_REASON_PROGRAMME_END;
const times = { dueBy: new Date('2022-02-24T03:00:00Z'), escalatesAt: new Date('2022-03-03T03:00:00Z') };
const declared = { total: 2, direct: 2, remote: 0 };
const { TRANSFER_ANSWER_ACCEPTED: ACCEPTED, TRANSFER_ANSWER_DECLINED: DECLINED, TRANSFER_ANSWER_WITHDRAWN: WITHDRAWN } = TransferAnswer;
const closed = { subject: TotalsSubject.TOTALS_SUBJECT_TOTAL, reason: DifferenceReason.DIFFERENCE_REASON_CLOSED, cases: 1 };
const KEPT = KeepReason.KEEP_REASON_KEPT_BY_GIVER;

const item = (caseId: string) => ({ caseId, receiver: BETA, relation });
const offeredItem = (caseId: string) => ({ ...item(caseId), transferId: `t-${caseId}`, previousTransferId: '', open: [] });
const held = (caseId: string) => ({
  open: true,
  lead: ALPHA,
  monitors: [],
  things: [],
  openTransferId: undefined,
  previousTransferId: '',
  transferId: `t-${caseId}`,
});
/** What an offer of its cases looks at. */
export const offerFacts: OfferFacts = {
  ...times,
  cases: new Map(['a', 'b', 'c'].map((caseId) => [caseId, held(caseId)])),
  receivers: new Map([[BETA, { suspended: false }]]),
};

const drafted: Event = { $case: 'handoverDrafted', value: { giver: ALPHA, reason, declared } };
const listed: Event = { $case: 'handoverItemsListed', value: { items: [item('a'), item('b')] } };
const offered: Event = { $case: 'handoverOffered', value: { giver: ALPHA, reason, items: [offeredItem('a'), offeredItem('b')], ...times } };
const answered = (caseId: string, answer: TransferAnswer): Event => ({
  $case: 'handoverItemAnswered',
  value: { caseId, transferId: `t-${caseId}`, answer, declineReason: 0, withdrawReason: 0 },
});
const released = (caseId: string): Event => ({ $case: 'handoverItemReleased', value: { caseId, transferId: `t-${caseId}` } });
const kept = (caseId: string): Event => ({ $case: 'handoverItemKept', value: { caseId, reason: KEPT } });

const onOffer = [drafted, listed, offered];
const going = [...onOffer, answered('b', ACCEPTED)];
const done = [...going, released('b'), answered('a', ACCEPTED), released('a')];

const ofItem: Record<string, Command<Handover, Event>> = {
  'hear that it was accepted': {
    by: THE_NETWORK,
    give: (state) => noteAnswer(state, { caseId: 'a', transferId: 't-a', answer: ACCEPTED }),
  },
  'hear that it was declined': {
    by: THE_NETWORK,
    give: (state) => noteAnswer(state, { caseId: 'a', transferId: 't-a', answer: DECLINED }),
  },
  'hear that it was withdrawn': {
    by: THE_NETWORK,
    give: (state) => noteAnswer(state, { caseId: 'a', transferId: 't-a', answer: WITHDRAWN }),
  },
  'hear that it could not be offered': {
    by: THE_NETWORK,
    give: (state) => noteAnswer(state, { caseId: 'a', transferId: 't-a', answer: TransferAnswer.TRANSFER_ANSWER_NOT_OFFERED }),
  },
  'hear that it was released': { by: THE_NETWORK, give: (state) => noteRelease(state, { caseId: 'a', transferId: 't-a' }) },
  'offer again': { by: GIVER, give: (state, context) => giver.offerAgain(state, { caseId: 'a', receiver: BETA }, offerFacts, context) },
  keep: { by: GIVER, give: (state, context) => giver.keep(state, { caseId: 'a', reason: KEPT }, context) },
};

export const handoverMatrix = matrix({
  title: 'Handover',
  source: 'services/referral/src/handover.ts',
  decider: handover,
  roles,
  states: {
    none: [],
    drafted: [drafted, listed],
    'drafted, empty': [drafted],
    offered: onOffer,
    in_progress: going,
    'in_progress, last case accepted': [...going, released('b'), answered('a', ACCEPTED)],
    'in_progress, last case declined': [...going, released('b'), answered('a', DECLINED)],
    completed: [...done, { $case: 'handoverCompleted', value: { released: 2, kept: 0 } }],
    abandoned: [...onOffer, { $case: 'handoverAbandoned', value: { transferIds: ['t-a', 't-b'], caseIds: ['a', 'b'] } }],
  },
  commands: {
    draft: { by: Object.keys(roles), give: (state, context) => giver.draft(state, { reason, declared }, context) },
    list: { by: GIVER, give: (state, context) => giver.list(state, { items: [item('c')] }, context) },
    remove: { by: GIVER, give: (state, context) => giver.remove(state, { caseIds: ['a'] }, context) },
    declare: { by: GIVER, give: (state, context) => giver.declare(state, { declared: { ...declared, total: 3 } }, context) },
    explain: { by: GIVER, give: (state, context) => giver.explain(state, { differences: [closed] }, context) },
    offer: { by: GIVER, give: (state, context) => giver.offerAll(state, offerFacts, context) },
    abandon: { by: GIVER, give: giver.abandon },
    ...ofItem,
  },
});

/** One case of a handover, whose other case is on offer. */
export const handoverItemMatrix = matrix({
  title: 'Case of a handover',
  source: 'services/referral/src/handover.ts',
  decider: handover,
  statusOf: (state) => (state.status === 'none' ? 'none' : (state.terms.items.get('a')?.status ?? 'none')),
  roles,
  states: {
    none: [drafted],
    listed: [drafted, listed],
    offered: onOffer,
    accepted: [...onOffer, answered('a', ACCEPTED)],
    declined: [...onOffer, answered('a', DECLINED)],
    withdrawn: [...onOffer, answered('a', WITHDRAWN)],
    not_offered: [...onOffer, answered('a', TransferAnswer.TRANSFER_ANSWER_NOT_OFFERED)],
    released: [...onOffer, answered('a', ACCEPTED), released('a')],
    kept: [...onOffer, answered('a', DECLINED), kept('a')],
  },
  commands: {
    list: { by: GIVER, give: (state, context) => giver.list(state, { items: [item('a')] }, context) },
    remove: { by: GIVER, give: (state, context) => giver.remove(state, { caseIds: ['a'] }, context) },
    offer: { by: GIVER, give: (state, context) => giver.offerAll(state, offerFacts, context) },
    ...ofItem,
  },
});
