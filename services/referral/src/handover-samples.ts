import {
  type DifferenceExplained,
  DifferenceReason,
  HandoverReason,
  KeepReason,
  TotalsSubject,
  TransferAnswer,
  TransferRelation,
} from '@accompany/contracts/referral/v1/handover_types';
import type { DecisionContext } from '@accompany/domain';
import type { Event } from './handover.js';
import type { Answer } from './handover-answers.js';
import type { GivenCase, OfferFacts } from './offer-rules.js';

/** A handover with its events and the facts that it looks at, as its tests share them. */

export const [GIVER, HERON, EGRET, IBIS, STRANGER] = ['lotus', 'heron', 'egret', 'ibis', 'crane'];
export const { TRANSFER_RELATION_LEAD: LEAD, TRANSFER_RELATION_MONITOR: MONITOR } = TransferRelation;
export const { TRANSFER_ANSWER_ACCEPTED: ACCEPTED, TRANSFER_ANSWER_DECLINED: DECLINED } = TransferAnswer;
export const { TOTALS_SUBJECT_TOTAL: TOTAL, TOTALS_SUBJECT_DIRECT: DIRECT, TOTALS_SUBJECT_REMOTE: REMOTE } = TotalsSubject;
export const REASON = HandoverReason.HANDOVER_REASON_PROGRAMME_END;
export const KEPT = KeepReason.KEEP_REASON_KEPT_BY_GIVER;

export const NOW = new Date('2021-10-01T08:00:00Z');
export const as = (agency: string): DecisionContext => ({ actor: { kind: 'agency', agency, person: 'p1' }, occurredAt: NOW, now: NOW });
export const giver = as(GIVER);

export const drafted = (total: number, direct: number, remote: number): Event => ({
  $case: 'handoverDrafted',
  value: { giver: GIVER, reason: REASON, declared: { total, direct, remote } },
});
export const item = (caseId: string, receiver = HERON, relation = LEAD) => ({ caseId, receiver, relation });
export const listed = (...items: ReturnType<typeof item>[]): Event => ({ $case: 'handoverItemsListed', value: { items } });
export const explained = (...differences: DifferenceExplained[]): Event => ({
  $case: 'handoverDifferencesExplained',
  value: { differences },
});
export const times = { dueBy: new Date('2021-10-15T08:00:00Z'), escalatesAt: new Date('2021-10-22T08:00:00Z') };
export const offeredItem = (caseId: string, receiver = HERON, relation = LEAD, transferId = `t-${caseId}`, previousTransferId = '') => ({
  ...item(caseId, receiver, relation),
  transferId,
  previousTransferId,
  open: [],
});
export const offered = (...items: ReturnType<typeof offeredItem>[]): Event => ({
  $case: 'handoverOffered',
  value: { giver: GIVER, reason: REASON, items, ...times },
});
export const answer = (caseId: string, how: TransferAnswer, over: Partial<Answer> = {}): Answer => ({
  caseId,
  transferId: `t-${caseId}`,
  answer: how,
  ...over,
});
export const answered = (caseId: string, how: TransferAnswer, over: Partial<Answer> = {}): Event => ({
  $case: 'handoverItemAnswered',
  value: { declineReason: 0, withdrawReason: 0, ...answer(caseId, how, over) },
});
export const released = (caseId: string): Event => ({ $case: 'handoverItemReleased', value: { caseId, transferId: `t-${caseId}` } });

/** What we know of a case that the giver leads, or monitors while another agency leads. */
export const known = (caseId: string, relation = LEAD, over: Partial<GivenCase> = {}): GivenCase => ({
  open: true,
  lead: relation === LEAD ? GIVER : IBIS,
  monitors: relation === LEAD ? [] : [GIVER],
  things: [],
  openTransferId: undefined,
  previousTransferId: '',
  transferId: `t-${caseId}`,
  ...over,
});
export const RECEIVERS = new Map([HERON, EGRET, IBIS].map((agency) => [agency, { suspended: false }]));
export const facts = (cases: Record<string, GivenCase>, over: Partial<OfferFacts> = {}): OfferFacts => ({
  ...times,
  cases: new Map(Object.entries(cases)),
  receivers: RECEIVERS,
  ...over,
});

/** Account A: 21 cases were said to be handed over, 7 direct and 11 remote ones. */
export const eighteen = [
  ...Array.from({ length: 7 }, (_, n) => item(`d${n}`)),
  ...Array.from({ length: 11 }, (_, n) => item(`r${n}`, EGRET, MONITOR)),
];
export const eighteenFacts = facts(Object.fromEntries(eighteen.map(({ caseId, relation }) => [caseId, known(caseId, relation)])));
export const closed: DifferenceExplained = { subject: TOTAL, reason: DifferenceReason.DIFFERENCE_REASON_CLOSED, cases: 2 };
export const notFound: DifferenceExplained = { subject: TOTAL, reason: DifferenceReason.DIFFERENCE_REASON_WHEREABOUTS_UNKNOWN, cases: 1 };
