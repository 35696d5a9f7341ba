import {
  CancelReason,
  DeclineReason,
  ErrorReason,
  NeedMet,
  NextStep,
  Outcome,
  ReferralStatus,
  WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import { given as givenOf } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { cancel, enterInError } from './either-side.js';
import { accept, complete, decline, receive, start } from './receiver.js';
import { referral } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, by, NEED } from './samples.js';
import { closeLoop, draft, draftForNeed, send, withdraw } from './sender.js';

const given = givenOf(referral);

describe('the receiver', () => {
  test('confirms that it has seen it', () =>
    given(the.drafted, the.sent)
      .when((state) => receive(state, the.receipt, by(BETA)))
      .then(the.received));

  test('accepts what it has seen', () =>
    given(the.drafted, the.sent, the.received)
      .when((state) => accept(state, by(BETA)))
      .then(the.accepted));

  test('has seen what it accepts', () =>
    given(the.drafted, the.sent)
      .when((state) => accept(state, by(BETA)))
      .then(the.received, the.accepted));

  test('accepts again without effect, also once service began', () => {
    given(the.drafted, the.sent, the.received, the.accepted)
      .when((state) => accept(state, by(BETA)))
      .thenNothing();
    given(the.drafted, the.sent, the.received, the.accepted, the.started)
      .when((state) => accept(state, by(BETA)))
      .thenNothing();
  });

  test('declines from its waiting list', () =>
    given(the.drafted, the.sent, the.received, the.waitlisted)
      .when((state) => decline(state, { reason: DeclineReason.DECLINE_REASON_NO_CAPACITY }, by(BETA)))
      .then(the.declined));

  test('does not change the reason of a decline', () =>
    given(the.drafted, the.sent, the.received, the.declined)
      .when((state) => decline(state, { reason: DeclineReason.DECLINE_REASON_OUT_OF_AREA }, by(BETA)))
      .thenRejected('REFERRAL_DECLINED'));

  test('learns that the sender was faster', () =>
    given(the.drafted, the.sent, the.withdrawn)
      .when((state) => accept(state, by(BETA)))
      .thenRejected('REFERRAL_WITHDRAWN'));

  test('does not complete what did not begin', () =>
    given(the.drafted, the.sent, the.received, the.accepted)
      .when((state) => complete(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, by(BETA)))
      .thenRejected('REFERRAL_TAKEN'));

  test('completes from a pause', () =>
    given(the.drafted, the.sent, the.received, the.accepted, the.started, the.held)
      .when((state) => complete(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, by(BETA)))
      .then(the.completed));
});

describe('the sender', () => {
  test('withdraws a draft', () =>
    given(the.drafted)
      .when((state) => withdraw(state, { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED }, by(ALPHA)))
      .then({
        $case: 'referralWithdrawn',
        value: { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED, sender: ALPHA, receiver: '', note: undefined },
      }));

  test('learns that the receiver was faster', () =>
    given(the.drafted, the.sent, the.received, the.accepted)
      .when((state) => withdraw(state, { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED }, by(ALPHA)))
      .thenRejected('REFERRAL_TAKEN'));

  test('closes the loop of a lapsed referral and names the next step', () =>
    given(the.drafted, the.sent, the.overdue, the.escalated, the.lapsed)
      .when((state) => closeLoop(state, { needMet: NeedMet.NEED_MET_NO, nextStep: NextStep.NEXT_STEP_REFER_ELSEWHERE }, by(ALPHA)))
      .then({
        $case: 'referralLoopClosed',
        value: {
          needMet: NeedMet.NEED_MET_NO,
          nextStep: NextStep.NEXT_STEP_REFER_ELSEWHERE,
          sender: ALPHA,
          receiver: BETA,
          needId: NEED,
          endedAs: ReferralStatus.REFERRAL_STATUS_LAPSED,
        },
      }));

  test('names a next step when the need was not met', () =>
    given(the.drafted, the.sent, the.received, the.declined)
      .when((state) => closeLoop(state, { needMet: NeedMet.NEED_MET_NO, nextStep: NextStep.NEXT_STEP_UNSPECIFIED }, by(ALPHA)))
      .thenRejected('REFERRAL_NEXT_STEP_MISSING'));

  test('does not close the loop of a referral that is open', () =>
    given(the.drafted, the.sent)
      .when((state) => closeLoop(state, { needMet: NeedMet.NEED_MET_YES, nextStep: NextStep.NEXT_STEP_UNSPECIFIED }, by(ALPHA)))
      .thenRejected('REFERRAL_NOT_RECEIVED'));
});

describe('a draft', () => {
  const command = { needId: NEED, previousReferralId: '' };

  test('is written for a need, by the network or by the agency, once', () => {
    given()
      .when((state) => draftForNeed(state, { needId: NEED, ...the.need }))
      .then(the.drafted);
    given()
      .when((state) => draft(state, command, { need: the.need, previous: referral.initial }, by(ALPHA)))
      .then(the.drafted);
    given(the.drafted)
      .when((state) => draft(state, command, { need: the.need, previous: referral.initial }, by(ALPHA)))
      .thenNothing();
  });

  test('is not for an agency that did not find the need', () =>
    given()
      .when((state) => draft(state, command, { need: the.need, previous: referral.initial }, by(BETA)))
      .thenRejected('REFERRAL_NEED_UNKNOWN'));

  const next = { needId: NEED, previousReferralId: 'r1' };

  test('follows an ended referral of the same need', () => {
    const { state: previous } = given(the.drafted, the.sent, the.received, the.declined);
    given()
      .when((state) => draft(state, next, { need: the.need, previous }, by(ALPHA)))
      .then({ ...the.drafted, value: { ...the.drafted.value, previousReferralId: 'r1' } } as typeof the.drafted);
  });

  test('does not follow an open one', () => {
    const { state: previous } = given(the.drafted, the.sent);
    given()
      .when((state) => draft(state, next, { need: the.need, previous }, by(ALPHA)))
      .thenRejected('REFERRAL_NOT_ENDED');
  });

  test('is not seen by the agency that it will be sent to', () =>
    given(the.drafted)
      .when((state) => receive(state, the.receipt, by(BETA)))
      .thenRejected('REFERRAL_UNKNOWN'));

  test('is sent once, with what is shared and when an answer is due', () => {
    given(the.drafted)
      .when((state) => send(state, the.sending, the.facts, by(ALPHA)))
      .then(the.sent);
    given(the.drafted, the.sent)
      .when((state) => send(state, { ...the.sending, receiver: 'gamma' }, the.facts, by(ALPHA)))
      .thenRejected('REFERRAL_NOT_RECEIVED');
  });
});

describe('either side', () => {
  test('cancels what was answered', () =>
    given(the.drafted, the.sent, the.received, the.accepted)
      .when((state) => cancel(state, { reason: CancelReason.CANCEL_REASON_CAPACITY_LOST }, by(BETA)))
      .then(the.cancelled));

  test('but only the sender says that it was an error', () => {
    const reason = ErrorReason.ERROR_REASON_WRONG_CHILD;
    given(the.drafted, the.sent)
      .when((state) => enterInError(state, { reason }, by(BETA)))
      .thenRejected('NOT_THE_SENDER');
    given(the.drafted, the.sent)
      .when((state) => enterInError(state, { reason }, by(ALPHA)))
      .then({
        $case: 'referralEnteredInError',
        value: { reason, sender: ALPHA, receiver: BETA, was: ReferralStatus.REFERRAL_STATUS_SENT },
      });
  });
});

describe('to anybody else a referral does not exist', () => {
  const strangers = [by('gamma'), the.byService];
  for (const stranger of strangers)
    test(`${stranger.actor.kind}`, () => {
      given(the.drafted, the.sent)
        .when((state) => accept(state, stranger))
        .thenRejected('REFERRAL_UNKNOWN');
      given()
        .when((state) => accept(state, stranger))
        .thenRejected('REFERRAL_UNKNOWN');
    });

  test('and a party in the wrong role is told so', () => {
    given(the.drafted, the.sent)
      .when((state) => start(state, by(ALPHA)))
      .thenRejected('NOT_THE_RECEIVER');
    given(the.drafted, the.sent)
      .when((state) => withdraw(state, { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED }, by(BETA)))
      .thenRejected('NOT_THE_SENDER');
  });
});
