import {
  type DifferenceExplained,
  DifferenceReason,
  HandoverReason,
  KeepReason,
  TotalsSubject,
  TransferAnswer,
  TransferDeclineReason,
  TransferRelation,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import { type DecisionContext, fold, type Reason, Rejection } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abandon, declare, draft, explain, keep, list, offerAgain, offerAll, remove } from './giver.js';
import { type Event, handover } from './handover.js';
import { type Answer, noteAnswer, noteRelease } from './handover-answers.js';
import type { GivenCase, OfferFacts } from './offer-rules.js';
import { checkTotals, countListed, isReconciled } from './totals.js';

const [GIVER, HERON, EGRET, IBIS, STRANGER] = ['lotus', 'heron', 'egret', 'ibis', 'crane'];
const { TRANSFER_RELATION_LEAD: LEAD, TRANSFER_RELATION_MONITOR: MONITOR } = TransferRelation;
const { TRANSFER_ANSWER_ACCEPTED: ACCEPTED, TRANSFER_ANSWER_DECLINED: DECLINED } = TransferAnswer;
const { TOTALS_SUBJECT_TOTAL: TOTAL, TOTALS_SUBJECT_DIRECT: DIRECT, TOTALS_SUBJECT_REMOTE: REMOTE } = TotalsSubject;
const REASON = HandoverReason.HANDOVER_REASON_PROGRAMME_END;
const KEPT = KeepReason.KEEP_REASON_KEPT_BY_GIVER;

const NOW = new Date('2021-10-01T08:00:00Z');
const as = (agency: string): DecisionContext => ({ actor: { kind: 'agency', agency, person: 'p1' }, occurredAt: NOW, now: NOW });
const giver = as(GIVER);

const drafted = (total: number, direct: number, remote: number): Event => ({
  $case: 'handoverDrafted',
  value: { giver: GIVER, reason: REASON, declared: { total, direct, remote } },
});
const item = (caseId: string, receiver = HERON, relation = LEAD) => ({ caseId, receiver, relation });
const listed = (...items: ReturnType<typeof item>[]): Event => ({ $case: 'handoverItemsListed', value: { items } });
const explained = (...differences: DifferenceExplained[]): Event => ({ $case: 'handoverDifferencesExplained', value: { differences } });
const times = { dueBy: new Date('2021-10-15T08:00:00Z'), escalatesAt: new Date('2021-10-22T08:00:00Z') };
const offeredItem = (caseId: string, receiver = HERON, relation = LEAD, transferId = `t-${caseId}`, previousTransferId = '') => ({
  ...item(caseId, receiver, relation),
  transferId,
  previousTransferId,
  open: [],
});
const offered = (...items: ReturnType<typeof offeredItem>[]): Event => ({
  $case: 'handoverOffered',
  value: { giver: GIVER, reason: REASON, items, ...times },
});
const answer = (caseId: string, how: TransferAnswer, over: Partial<Answer> = {}): Answer => ({
  caseId,
  transferId: `t-${caseId}`,
  answer: how,
  ...over,
});
const answered = (caseId: string, how: TransferAnswer, over: Partial<Answer> = {}): Event => ({
  $case: 'handoverItemAnswered',
  value: { declineReason: 0, withdrawReason: 0, ...answer(caseId, how, over) },
});
const released = (caseId: string): Event => ({ $case: 'handoverItemReleased', value: { caseId, transferId: `t-${caseId}` } });

/** What we know of a case that the giver leads, or monitors while another agency leads. */
const known = (caseId: string, relation = LEAD, over: Partial<GivenCase> = {}): GivenCase => ({
  open: true,
  lead: relation === LEAD ? GIVER : IBIS,
  monitors: relation === LEAD ? [] : [GIVER],
  things: [],
  openTransferId: undefined,
  previousTransferId: '',
  transferId: `t-${caseId}`,
  ...over,
});
const RECEIVERS = new Map([HERON, EGRET, IBIS].map((agency) => [agency, { suspended: false }]));
const facts = (cases: Record<string, GivenCase>, over: Partial<OfferFacts> = {}): OfferFacts => ({
  ...times,
  cases: new Map(Object.entries(cases)),
  receivers: RECEIVERS,
  ...over,
});

/** Account A: 21 cases were said to be handed over, 7 direct and 11 remote ones. */
const eighteen = [
  ...Array.from({ length: 7 }, (_, n) => item(`d${n}`)),
  ...Array.from({ length: 11 }, (_, n) => item(`r${n}`, EGRET, MONITOR)),
];
const eighteenFacts = facts(Object.fromEntries(eighteen.map(({ caseId, relation }) => [caseId, known(caseId, relation)])));
const closed: DifferenceExplained = { subject: TOTAL, reason: DifferenceReason.DIFFERENCE_REASON_CLOSED, cases: 2 };
const notFound: DifferenceExplained = { subject: TOTAL, reason: DifferenceReason.DIFFERENCE_REASON_WHEREABOUTS_UNKNOWN, cases: 1 };

describe('the list', () => {
  test('begins with a draft', () =>
    given(handover)()
      .when((state) => draft(state, { reason: REASON, declared: { total: 21, direct: 7, remote: 11 } }, giver))
      .then(drafted(21, 7, 11)));

  test('takes each case once; what is on it already is passed over', () =>
    given(handover)(drafted(2, 2, 0), listed(item('a')))
      .when((state) => list(state, { items: [item('a'), item('b')] }, giver))
      .then(listed(item('b'))));

  test.each<[string, ReturnType<typeof item>[], Reason]>([
    ['a case twice', [item('b'), item('b')], 'HANDOVER_ITEM_DUPLICATE'],
    ['a case for another receiver', [item('a', EGRET)], 'HANDOVER_ITEM_DUPLICATE'],
    ['a case in another relation', [item('a', HERON, MONITOR)], 'HANDOVER_ITEM_DUPLICATE'],
    ['a case for the giver itself', [item('b', GIVER)], 'TRANSFER_TO_SELF'],
    ['a thousand and one cases', Array.from({ length: 1000 }, (_, n) => item(`n${n}`)), 'HANDOVER_FULL'],
  ])('refuses %s', (_what, items, reason) =>
    given(handover)(drafted(2, 2, 0), listed(item('a')))
      .when((state) => list(state, { items }, giver))
      .thenRejected(reason),
  );

  test('loses a case, and counts anew', () => {
    given(handover)(drafted(2, 2, 0), listed(item('a'), item('b')))
      .when((state) => remove(state, { caseIds: ['a', 'a', 'z'] }, giver))
      .then({ $case: 'handoverItemsRemoved', value: { caseIds: ['a'] } });
    given(handover)(drafted(2, 2, 0))
      .when((state) => declare(state, { declared: { total: 3, direct: 2, remote: 1 } }, giver))
      .then({ $case: 'handoverTotalsDeclared', value: { declared: { total: 3, direct: 2, remote: 1 } } });
  });

  test('is for its giver until it is offered, and only the giver writes it', () => {
    const draftOf = given(handover)(drafted(1, 1, 0), listed(item('a')));
    draftOf.when((state) => list(state, { items: [item('b')] }, as(HERON))).thenRejected('HANDOVER_UNKNOWN');
    draftOf.when((state) => offerAll(state, facts({}), as(STRANGER))).thenRejected('HANDOVER_UNKNOWN');
    given(handover)(drafted(1, 1, 0), listed(item('a')), offered(offeredItem('a')))
      .when((state) => abandon(state, as(HERON)))
      .thenRejected('NOT_THE_GIVER');
  });

  test('stands once it is offered', () => {
    const history = given(handover)(drafted(1, 1, 0), listed(item('a')), offered(offeredItem('a')));
    history.when((state) => list(state, { items: [item('b')] }, giver)).thenRejected('HANDOVER_OFFERED');
    history.when((state) => remove(state, { caseIds: ['a'] }, giver)).thenRejected('HANDOVER_OFFERED');
    history.when((state) => declare(state, { declared: { total: 2, direct: 2, remote: 0 } }, giver)).thenRejected('HANDOVER_OFFERED');
    history.when((state) => offerAll(state, facts({}), giver)).thenNothing();
  });
});

describe('the numbers', () => {
  test('7 and 11 are not 21: it is not offered until 2 closed and 1 not found are named', () => {
    const history = [drafted(21, 7, 11), listed(...eighteen)];
    given(handover)(...history)
      .when((state) => offerAll(state, eighteenFacts, giver))
      .thenRejected('HANDOVER_NOT_RECONCILED');
    given(handover)(...history, explained(closed))
      .when((state) => offerAll(state, eighteenFacts, giver))
      .thenRejected('HANDOVER_NOT_RECONCILED');
    const state = fold(handover, [...history, explained(closed, notFound)]);
    expect(offerAll(state, eighteenFacts, giver)).toMatchObject([{ $case: 'handoverOffered', value: { giver: GIVER, reason: REASON } }]);
  });

  test('the refusal says which numbers differ', () => {
    const state = fold(handover, [drafted(21, 7, 11), listed(...eighteen.slice(1)), explained(closed)]);
    expect(() => offerAll(state, eighteenFacts, giver)).toThrow(
      expect.objectContaining({ facts: { total: '21 - 18, explained 2', direct: '7 - 6, explained 0' } }),
    );
  });

  test('more than the difference is not explained either; what was said is replaced', () => {
    const tooMuch = { ...notFound, cases: 2 };
    given(handover)(drafted(21, 7, 11), listed(...eighteen), explained(closed, tooMuch))
      .when((state) => offerAll(state, eighteenFacts, giver))
      .thenRejected('HANDOVER_NOT_RECONCILED');
    given(handover)(drafted(21, 7, 11), explained(closed, tooMuch))
      .when((state) => explain(state, { differences: [closed, notFound] }, giver))
      .then(explained(closed, notFound));
  });

  test('what is offered always reconciles: the declared total is the listed cases and the explained ones', () => {
    const n = fc.integer({ min: 0, max: 12 });
    const part = fc.record({
      subject: fc.constantFrom(TOTAL, DIRECT, REMOTE),
      reason: fc.constant(DifferenceReason.DIFFERENCE_REASON_MISCOUNTED),
      cases: fc.integer({ min: -5, max: 5 }).filter((cases) => cases !== 0),
    });
    fc.assert(
      fc.property(n, n, n, n, n, fc.array(part, { maxLength: 4 }), fc.boolean(), (total, direct, remote, leads, monitors, parts, whole) => {
        const items = [
          ...Array.from({ length: leads }, (_, index) => item(`d${index}`)),
          ...Array.from({ length: monitors }, (_, index) => item(`r${index}`, EGRET, MONITOR)),
        ];
        const declared = { total, direct, remote };
        const rest = checkTotals(declared, countListed(items), parts).flatMap(({ subject, difference, explained: said }) =>
          difference === said ? [] : [{ subject, reason: DifferenceReason.DIFFERENCE_REASON_MISCOUNTED, cases: difference - said }],
        );
        const differences = whole ? [...parts, ...rest] : parts;
        const history = [drafted(total, direct, remote), ...(items.length === 0 ? [] : [listed(...items)]), explained(...differences)];
        const cases = Object.fromEntries(items.map(({ caseId, relation }) => [caseId, known(caseId, relation)]));
        const outcome = attempt(() => offerAll(fold(handover, history), facts(cases), giver));
        const sum = differences.reduce((so, { cases: one }) => so + one, 0);
        const reconciled = checkTotals(declared, { direct: leads, remote: monitors }, differences).every(isReconciled);
        if (items.length === 0) expect(outcome).toBe('HANDOVER_EMPTY');
        else if (reconciled) {
          expect(outcome).toHaveLength(1);
          expect(total).toBe(items.length + sum);
        } else expect(outcome).toBe('HANDOVER_NOT_RECONCILED');
        if (whole && items.length > 0) expect(reconciled).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the offer', () => {
  const one = [drafted(1, 1, 0), listed(item('a'))];

  test.each<[string, OfferFacts, Reason]>([
    ['to an agency that nobody knows', facts({ a: known('a') }, { receivers: new Map() }), 'TRANSFER_RECEIVER_UNKNOWN'],
    [
      'to an agency that is suspended',
      facts({ a: known('a') }, { receivers: new Map([[HERON, { suspended: true }]]) }),
      'TRANSFER_RECEIVER_SUSPENDED',
    ],
    ['of a case that nobody knows', facts({}), 'HANDOVER_CASE_NOT_HELD'],
    ['of the lead by a monitor', facts({ a: known('a', MONITOR) }), 'HANDOVER_CASE_NOT_HELD'],
    ['of a case that is closed', facts({ a: known('a', LEAD, { open: false }) }), 'HANDOVER_CASE_NOT_OPEN'],
    ['of a case that is on its way already', facts({ a: known('a', LEAD, { openTransferId: 't0' }) }), 'TRANSFER_ALREADY_OPEN'],
  ])('is refused %s', (_what, known, reason) =>
    given(handover)(...one)
      .when((state) => offerAll(state, known, giver))
      .thenRejected(reason),
  );

  test('of monitoring is refused to the agency that leads, and by the agency that leads', () => {
    const history = (receiver: string) => given(handover)(drafted(1, 0, 1), listed(item('a', receiver, MONITOR)));
    history(IBIS)
      .when((state) => offerAll(state, facts({ a: known('a', MONITOR) }), giver))
      .thenRejected('TRANSFER_RECEIVER_LEADS');
    history(HERON)
      .when((state) => offerAll(state, facts({ a: known('a', LEAD) }), giver))
      .thenRejected('HANDOVER_CASE_NOT_HELD');
  });

  test('of an empty list is refused', () =>
    given(handover)(drafted(0, 0, 0))
      .when((state) => offerAll(state, facts({}), giver))
      .thenRejected('HANDOVER_EMPTY'));

  test('takes along what is open, in the order of the list', () => {
    const things = [{ kind: 2, count: 1, ids: ['threat-1'] }];
    given(handover)(drafted(2, 1, 1), listed(item('b', EGRET, MONITOR), item('a')))
      .when((state) => offerAll(state, facts({ a: known('a', LEAD, { things }), b: known('b', MONITOR) }), giver))
      .then(offered(offeredItem('b', EGRET, MONITOR), { ...offeredItem('a'), open: things as never[] }));
  });
});

describe('the answers', () => {
  const two = [drafted(2, 2, 0), listed(item('a'), item('b', EGRET)), offered(offeredItem('a'), offeredItem('b', EGRET))];

  test('are noted once each, and begin the progress', () => {
    const reason = TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY;
    given(handover)(...two)
      .when((state) => noteAnswer(state, answer('b', DECLINED, { declineReason: reason })))
      .then(answered('b', DECLINED, { declineReason: reason }));
    expect(fold(handover, [...two, answered('a', ACCEPTED)]).status).toBe('in_progress');
  });

  test('to an offer that another replaced, or about another case, say nothing', () => {
    given(handover)(...two)
      .when((state) => noteAnswer(state, answer('a', ACCEPTED, { transferId: 't-old' })))
      .thenNothing();
    given(handover)(...two)
      .when((state) => noteRelease(state, { caseId: 'z', transferId: 't-z' }))
      .thenNothing();
    given(handover)()
      .when((state) => noteAnswer(state, answer('a', ACCEPTED)))
      .thenNothing();
  });

  test('a declined case is offered again, to another receiver, as another transfer', () =>
    given(handover)(...two, answered('b', DECLINED))
      .when((state) =>
        offerAgain(
          state,
          { caseId: 'b', receiver: HERON },
          facts({ b: known('b', LEAD, { transferId: 't2', previousTransferId: 't-b' }) }),
          giver,
        ),
      )
      .then({
        $case: 'handoverItemOfferedAgain',
        value: { item: offeredItem('b', HERON, LEAD, 't2', 't-b'), giver: GIVER, reason: REASON, ...times },
      }));

  test.each<[string, Event[], Reason]>([
    ['offered', two, 'HANDOVER_ITEM_OPEN'],
    ['accepted', [...two, answered('b', ACCEPTED)], 'HANDOVER_ITEM_OPEN'],
    ['released', [...two, answered('b', ACCEPTED), released('b')], 'HANDOVER_ITEM_SETTLED'],
    ['of no handover', [drafted(1, 1, 0), listed(item('a')), offered(offeredItem('a'))], 'HANDOVER_ITEM_UNKNOWN'],
    ['only listed', [drafted(1, 1, 0), listed(item('b'))], 'HANDOVER_NOT_OFFERED'],
    ['of an abandoned handover', [...two, { $case: 'handoverAbandoned', value: { transferIds: [], caseIds: [] } }], 'HANDOVER_ABANDONED'],
  ])('a case that is %s is neither kept nor offered again', (_what, history, reason) => {
    given(handover)(...history)
      .when((state) => keep(state, { caseId: 'b', reason: KEPT }, giver))
      .thenRejected(reason);
    given(handover)(...history)
      .when((state) => offerAgain(state, { caseId: 'b', receiver: IBIS }, facts({ b: known('b') }), giver))
      .thenRejected(reason);
  });

  test('with the last case released or kept it is completed', () => {
    const last = [...two, answered('b', DECLINED), answered('a', ACCEPTED)];
    given(handover)(...last)
      .when((state) => noteRelease(state, { caseId: 'a', transferId: 't-a' }))
      .then(released('a'));
    given(handover)(...last, released('a'))
      .when((state) => keep(state, { caseId: 'b', reason: KEPT }, giver))
      .then(
        { $case: 'handoverItemKept', value: { caseId: 'b', reason: KEPT } },
        { $case: 'handoverCompleted', value: { released: 1, kept: 1 } },
      );
  });

  test('abandoned, it names what is open; what was released stays released', () => {
    const history = [...two, answered('a', ACCEPTED), released('a')];
    given(handover)(...history)
      .when((state) => abandon(state, giver))
      .then({ $case: 'handoverAbandoned', value: { transferIds: ['t-b'], caseIds: ['b'] } });
    const after = [...history, { $case: 'handoverAbandoned', value: { transferIds: ['t-b'], caseIds: ['b'] } } satisfies Event];
    const withdrawReason = TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_HANDOVER_ABANDONED;
    given(handover)(...after)
      .when((state) => noteAnswer(state, answer('b', TransferAnswer.TRANSFER_ANSWER_WITHDRAWN, { withdrawReason })))
      .then(answered('b', TransferAnswer.TRANSFER_ANSWER_WITHDRAWN, { withdrawReason }));
  });
});

/** What a decision gave, or why it was refused. */
const attempt = (decide: () => Event[]): Event[] | Reason => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Rejection) return error.reason;
    throw error;
  }
};
