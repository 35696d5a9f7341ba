import { fold, Rejection, verdictOn } from '@accompany/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { referralActions } from './actions.js';
import { COMMANDS, type Command, give, HISTORIES, OWNER } from './matrix.js';
import { isParty } from './parties.js';
import { type Event, type Referral, referral } from './referral.js';
import { ALPHA, BETA, by } from './samples.js';

/** The RPC of each command that is given for a referral after it was drafted. */
const RPC: Partial<Record<Command, string>> = {
  receive: 'ReceiveReferral',
  accept: 'AcceptReferral',
  waitlist: 'WaitlistReferral',
  decline: 'DeclineReferral',
  start: 'StartService',
  hold: 'HoldService',
  resume: 'ResumeService',
  complete: 'CompleteService',
  notDelivered: 'ReportNotDelivered',
  withdraw: 'WithdrawReferral',
  cancel: 'CancelReferral',
  closeLoop: 'CloseLoop',
  inError: 'EnterReferralInError',
};

const decided = (command: Command, state: Referral, agency: string): string => {
  try {
    return give(command, state, agency).length === 0 ? 'done' : 'allowed';
  } catch (error) {
    if (error instanceof Rejection) return error.reason;
    throw error;
  }
};

test('every action is an RPC of a command, and every such command is an action', () => {
  expect(referralActions.map(({ name }) => name).sort()).toEqual(Object.values(RPC).sort());
  expect(Object.keys(RPC).sort()).toEqual(
    COMMANDS.filter((command) => !['draft', 'share', 'send', 'renew', 'lapse'].includes(command)).sort(),
  );
});

test('what is said to be allowed is what the decision does, after any commands, for anybody', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(HISTORIES) as Referral['status'][])),
      fc.array(fc.constantFrom(...COMMANDS), { maxLength: 12 }),
      fc.constantFrom(ALPHA, BETA, 'gamma'),
      (from, commands, agency) => {
        let state = fold(referral, HISTORIES[from] as Event[]);
        for (const command of commands) {
          if (decided(command, state, OWNER[command] === 'receiver' ? BETA : ALPHA) === 'allowed')
            state = fold(referral, give(command, state), state);
        }
        for (const [command, name] of Object.entries(RPC) as [Command, string][]) {
          const action = referralActions.find((one) => one.name === name);
          if (action === undefined) throw new Error(`${name} is no action`);
          const verdict = verdictOn(action, state, by(agency));
          expect(verdict.kind === 'refused' ? verdict.rejection.reason : verdict.kind).toBe(decided(command, state, agency));
        }
      },
    ),
  ));

test('only sender and receiver may ask', () => {
  const state = fold(referral, HISTORIES.sent as Event[]);
  expect([ALPHA, BETA, 'gamma'].map((agency) => isParty(state, by(agency).actor))).toEqual([true, true, false]);
  expect(isParty(state, { kind: 'service', service: 'intake' })).toBe(false);
  expect(isParty(referral.initial, by(ALPHA).actor)).toBe(false);
});
