import { NeedMet, NextStep, Outcome, WithdrawReason } from '@accompany/contracts/referral/v1/types';
import { fold, Rejection, tryOut } from '@accompany/domain';
import type { EventMeta } from '@accompany/runtime';
import { expect, test } from 'vitest';
import { cancel } from './either-side.js';
import { referralIdAfter, referralIdForNeed, referralIdForReference } from './ids.js';
import { COMMANDS, expected, HISTORIES, outcomeOf } from './matrix.js';
import { recordFromOutside } from './outside.js';
import { becomeOverdue, escalate, lapse } from './pick-up.js';
import { accept, complete, decline, receive, waitlist } from './receiver.js';
import { type Event, intentDiffers, type KnownReferral, type Referral, referral } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, by, NEED } from './samples.js';
import { closeLoop, draft, draftForNeed, send, withdraw } from './sender.js';
import { undo } from './stranded.js';
import { referralsView } from './views.js';

/**
 * What other systems of this field were seen to get wrong, as far as it concerns referrals: one test for each. The rest of the list
 * is in the tests of intake (imports, risk) and directory (places).
 */
const FAULTS: Record<string, () => void | Promise<void>> = {
  'a decision accepted from someone who is not the receiver': () => {
    for (const history of [HISTORIES.sent, HISTORIES.received, HISTORIES.waitlisted, HISTORIES.accepted]) {
      const state = fold(referral, history);
      for (const answer of ['receive', 'accept', 'waitlist', 'decline', 'start', 'complete'] as const) {
        expect(outcomeOf(state, answer, ALPHA)).toEqual({ state, outcome: 'NOT_THE_RECEIVER' });
        expect(outcomeOf(state, answer, 'gamma')).toEqual({ state, outcome: 'REFERRAL_UNKNOWN' });
      }
    }
  },

  'an invalid command answered with success': () => {
    for (const history of Object.values(HISTORIES)) {
      const state = fold(referral, history);
      for (const command of COMMANDS) {
        const { outcome, state: after } = outcomeOf(state, command);
        expect(outcome).toBe(expected(state, command));
        // Success says that it is so now: it leads somewhere, or has led there before.
        if (/^[A-Z_]+$/.test(outcome)) expect(after).toBe(state);
      }
    }
  },

  'revoke without reason, time or right': () => {
    const reason = WithdrawReason.WITHDRAW_REASON_WRONG_RECEIVER;
    const state = known(the.drafted, the.sent);
    for (const agency of [BETA, 'gamma']) expect(refused(() => withdraw(state, { reason }, by(agency)))).not.toBe('');
    expect(withdraw(state, { reason }, by(ALPHA))).toMatchObject([{ $case: 'referralWithdrawn', value: { reason } }]);
    const accepted = known(the.drafted, the.sent, the.received, the.accepted);
    expect(refused(() => withdraw(accepted, { reason }, by(ALPHA)))).toBe('REFERRAL_TAKEN');
    expect(cancel(accepted, { reason: 7 }, by(BETA))).toMatchObject([{ value: { reason: 7, by: BETA } }]);
  },

  'no time of completion': async () => {
    const queries: unknown[][] = [];
    const tx = { query: async (_text: string, values: unknown[]) => queries.push(values) };
    const occurredAt = new Date('2022-06-01T00:00:00Z');
    await referralsView.apply(tx as never, the.completed, { streamId: 'r1', occurredAt } as EventMeta);
    expect(queries).toEqual([['r1', 'completed', occurredAt]]);
    const serving = known(the.drafted, the.sent, the.received, the.accepted, the.started);
    const done = complete(serving, { outcome: Outcome.OUTCOME_GOALS_NOT_REACHED }, by(BETA));
    expect(done).toMatchObject([{ $case: 'referralCompleted', value: { outcome: Outcome.OUTCOME_GOALS_NOT_REACHED } }]);
  },

  'sender not told': () => {
    const answers = [the.received, the.accepted, the.waitlisted, the.declined, the.completed, the.notDelivered, the.lapsed, the.overdue];
    for (const { value } of answers) expect(value).toMatchObject({ sender: ALPHA, receiver: BETA });
  },

  'second referral lost or never answered': () => {
    const declined = known(the.drafted, the.sent, the.received, the.declined);
    const second = draft(referral.initial, { needId: NEED, previousReferralId: 'r1' }, { need: the.need, previous: declined }, by(ALPHA));
    const again = fold(referral, [...second, ...send(fold(referral, second), the.sending, the.facts, by(ALPHA))]);
    expect(again.status).toBe('sent');
    expect(accept(again, by(BETA)).map(({ $case }) => $case)).toEqual(['referralReceivedV2', 'referralAccepted']);
    const unanswered = [becomeOverdue, escalate, lapse].flatMap((tell) => tell(again));
    expect(unanswered.map(({ $case }) => $case)).toEqual(['referralOverdue', 'referralEscalated', 'referralLapsed']);
    expect(referralIdAfter('r1')).not.toBe(referralIdForNeed(NEED));
  },

  '“Exited” meaning both rejected and ended': () => {
    const exited = { ...the.telephoned, ambiguities: [{ code: 'status_exited', sourceText: undefined }] };
    const state = fold(referral, recordFromOutside(referral.initial, exited, outside, by(BETA))) as KnownReferral;
    expect(state.status).toBe('received');
    expect(state.terms.outside?.ambiguities).toEqual(exited.ambiguities);
  },

  'consent invented as true on import': () => {
    const state = fold(referral, recordFromOutside(referral.initial, the.telephoned, outside, by(BETA))) as KnownReferral;
    expect(state.terms).toMatchObject({ shareCategories: [], serviceId: '' });
    expect(state.terms.permission).toBeUndefined();
    expect(refused(() => send(known(the.drafted), the.sending, { ...the.facts, consent: undefined }, by(ALPHA)))).toBe(
      'REFERRAL_CONSENT_NOT_IN_FORCE',
    );
  },

  'a child’s data sent to the wrong agency because one case had services of two': () => {
    const drafted = known(the.drafted);
    const ofAnother = { ...the.facts, service: { ...the.facts.service, agency: 'gamma' } };
    expect(refused(() => send(drafted, the.sending, ofAnother, by(ALPHA)))).toBe('REFERRAL_SERVICE_NOT_OFFERED');
    const other = { ...the.facts, service: ofAnother.service };
    expect(refused(() => send(drafted, { ...the.sending, receiver: 'gamma' }, other, by(ALPHA)))).toBe('REFERRAL_CONSENT_DOES_NOT_COVER');
    const sent = known(the.drafted, the.sent);
    expect(refused(() => send(sent, { ...the.sending, receiver: 'gamma' }, other, by(ALPHA)))).toBe('REFERRAL_NOT_RECEIVED');
    expect(refused(() => receive(sent, the.receipt, by('gamma')))).toBe('REFERRAL_UNKNOWN');
  },

  'a referral that its receiver took for mere information, and nobody noticed': () => {
    const filed = known(the.drafted, the.sent, ...receive(known(the.drafted, the.sent), the.filing, by(BETA)));
    expect(filed.status).toBe('received');
    expect(intentDiffers(filed.terms)).toBe(true);
    // It answers nothing: the clock of the sender runs to its end.
    const late = [becomeOverdue, escalate, lapse].flatMap((tell) => tell(filed));
    expect(late.map(({ $case }) => $case)).toEqual(['referralOverdue', 'referralEscalated', 'referralLapsed']);
    // An answer takes it for what it is, and says so first.
    for (const answer of [accept, waitlist])
      expect(answer(filed, by(BETA))[0]).toMatchObject({ $case: 'referralReceivedV2', value: the.receipt });
    expect(decline(filed, { reason: 1 }, by(BETA))[0]).toMatchObject({ value: the.receipt });
    // A referral that is only kept on file is not in hand either.
    const kept = known(the.drafted, the.sent, ...receive(known(the.drafted, the.sent), { ...the.filing, takenAs: 1 }, by(BETA)));
    expect(intentDiffers(kept.terms)).toBe(true);
  },

  'information that its receiver took for a referral': () => {
    const told = known(the.told);
    const taken = known(the.told, ...receive(told, the.receipt, by(BETA)));
    expect(intentDiffers(taken.terms)).toBe(true);
    expect(taken.terms.dueBy).toBeUndefined();
    expect(refused(() => accept(taken, by(BETA)))).toBe('REFERRAL_IS_INFORMATION');
    expect([becomeOverdue, escalate, lapse].flatMap((tell) => tell(taken))).toEqual([]);
  },

  'service type id used as instance id': () => {
    const typeId = { ...the.facts, service: undefined };
    expect(refused(() => send(known(the.drafted), the.sending, typeId, by(ALPHA)))).toBe('REFERRAL_SERVICE_NOT_OFFERED');
    const named = { ...the.telephoned, sourceService: { name: 'Counselling', id: '17' } };
    const state = fold(referral, recordFromOutside(referral.initial, named, outside, by(BETA))) as KnownReferral;
    expect(state.terms.serviceId).toBe('');
    expect(state.terms.outside?.sourceService?.id).toBe('17');
  },

  'the same referral created four times': () => {
    const four = (decide: (state: Referral, nr: number) => Event[]) => {
      let state: Referral = referral.initial;
      return Array.from({ length: 4 }, (_, nr) => {
        const events = decide(state, nr);
        state = fold(referral, events, state);
        return events.length;
      });
    };
    const once = [1, 0, 0, 0];
    expect(four((state) => draftForNeed(state, { needId: NEED, ...the.need }))).toEqual(once);
    const facts = { need: the.need, previous: referral.initial };
    expect(four((state) => draft(state, { needId: NEED, previousReferralId: '' }, facts, by(ALPHA)))).toEqual(once);
    expect(four((state, nr) => recordFromOutside(state, { ...the.telephoned, requestId: `r${nr}` }, outside, by(BETA)))).toEqual(once);
    expect(referralIdForReference({ system: 'other', id: '1' })).toBe(referralIdForReference({ system: 'other', id: '1' }));
    const sends = () => send(known(the.drafted), the.sending, { ...the.facts, otherOpen: 'r0' }, by(ALPHA));
    expect(refused(sends)).toBe('REFERRAL_ALREADY_OPEN');
  },

  'an unknown agency swallowed without error': () => {
    expect(refused(() => send(known(the.drafted), the.sending, { ...the.facts, receiver: undefined }, by(ALPHA)))).toBe(
      'REFERRAL_RECEIVER_UNKNOWN',
    );
    for (const side of ['sender', 'receiver'] as const)
      expect(refused(() => recordFromOutside(referral.initial, the.telephoned, { ...outside, [side]: undefined }, by(BETA)))).toBe(
        `REFERRAL_${side.toUpperCase()}_UNKNOWN`,
      );
  },

  'closed case reopened by adding a service': () => {
    const closed = { ...the.facts, case: { ...the.facts.case, status: 'closed' as const } };
    expect(refused(() => send(known(the.drafted), the.sending, closed, by(ALPHA)))).toBe('REFERRAL_CASE_NOT_OPEN');
    // Sent in the moment of the closing: the case refuses, and the referral is undone whatever its receiver said meanwhile.
    for (const history of [HISTORIES.sent, HISTORIES.received, HISTORIES.waitlisted, HISTORIES.accepted, HISTORIES.in_service])
      expect(fold(referral, [...history, ...undo(fold(referral, history))]).status).toMatch(/withdrawn|cancelled/);
  },

  'an end that nobody looked at': () => {
    const lapsed = known(the.drafted, the.sent, the.lapsed);
    const silent = { needMet: NeedMet.NEED_MET_NO, nextStep: NextStep.NEXT_STEP_UNSPECIFIED };
    expect(refused(() => closeLoop(lapsed, silent, by(ALPHA)))).toBe('REFERRAL_NEXT_STEP_MISSING');
  },
};

const known = (...events: Event[]): KnownReferral => fold(referral, events) as KnownReferral;

const outside = {
  case: { ...the.facts.case, participants: [ALPHA, BETA] },
  sender: { suspended: false },
  receiver: { suspended: false },
  limits: the.facts.limits,
};

/** The reason of a refusal. */
const refused = (decide: () => unknown): string => {
  const decided = tryOut(decide);
  if (decided instanceof Rejection) return decided.reason;
  throw new Error('it was not refused');
};

test.each(Object.entries(FAULTS))('not here: %s', (_fault, shown) => shown());
