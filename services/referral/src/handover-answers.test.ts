import { TransferAnswer, TransferDeclineReason, TransferWithdrawReason } from '@accompany/contracts/referral/v1/handover_types';
import { fold, type Reason } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { abandon, keep, offerAgain } from './giver.js';
import { type Event, handover } from './handover.js';
import { noteAnswer, noteRelease } from './handover-answers.js';
import {
  ACCEPTED,
  answer,
  answered,
  DECLINED,
  drafted,
  EGRET,
  facts,
  GIVER,
  giver,
  HERON,
  IBIS,
  item,
  KEPT,
  known,
  LEAD,
  listed,
  offered,
  offeredItem,
  REASON,
  released,
  times,
} from './handover-samples.js';

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
