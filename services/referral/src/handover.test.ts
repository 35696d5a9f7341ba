import type { Reason } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { abandon, declare, draft, list, offerAll, remove } from './giver.js';
import { handover } from './handover.js';
import {
  as,
  drafted,
  EGRET,
  facts,
  GIVER,
  giver,
  HERON,
  IBIS,
  item,
  known,
  LEAD,
  listed,
  MONITOR,
  offered,
  offeredItem,
  REASON,
  STRANGER,
} from './handover-samples.js';
import type { OfferFacts } from './offer-rules.js';

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
