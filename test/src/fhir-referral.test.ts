import {
  CancelReferralRequest,
  DeclineReferralRequest,
  HoldServiceRequest,
  ReportNotDeliveredRequest,
} from '@accompany/contracts/referral/v1/service';
import { fold, Rejection } from '@accompany/domain';
import { describe, expect, test } from 'vitest';
import { validate } from '../../packages/runtime/src/validate.js';
import { COMMANDS, type Command, HISTORIES, OWNER, outcomeOf } from '../../services/referral/src/matrix.js';
import { type Referral, referral } from '../../services/referral/src/referral.js';
import { ALPHA, BETA } from '../../services/referral/src/samples.js';

// FHIR's referral tasks have statuses of their own. These are the facts of that table: which statuses there are, who sets them, and
// which follows which. Systems that speak FHIR send and expect them, so each of its transitions is one of ours, or is refused for a reason.
type Fhir =
  | 'draft'
  | 'requested'
  | 'accepted'
  | 'rejected'
  | 'cancelled'
  | 'in-progress'
  | 'on-hold'
  | 'failed'
  | 'completed'
  | 'entered-in-error';

/** Who sets a status there: who asks, who is asked, or either. */
const SET_BY: Record<Fhir, 'sender' | 'receiver' | 'either'> = {
  draft: 'sender',
  requested: 'sender',
  accepted: 'receiver',
  rejected: 'receiver',
  cancelled: 'either',
  'in-progress': 'receiver',
  'on-hold': 'receiver',
  failed: 'receiver',
  completed: 'receiver',
  'entered-in-error': 'sender',
};

/** What each of our statuses is called there. A closed loop keeps the name of its end; information is no task. */
const NAME: Record<Exclude<Referral['status'], 'none' | 'information' | 'loop_closed'>, Fhir> = {
  draft: 'draft',
  sent: 'requested',
  received: 'requested', // there, receipt is no status of a referral
  waitlisted: 'requested', // not accepted yet
  accepted: 'accepted',
  in_service: 'in-progress',
  on_hold: 'on-hold',
  declined: 'rejected',
  completed: 'completed',
  not_delivered: 'failed',
  withdrawn: 'cancelled',
  cancelled: 'cancelled',
  lapsed: 'cancelled', // nobody answered: told apart here, not there
  entered_in_error: 'entered-in-error',
};

type Ours =
  /** The command that it is, from each of our states that go by the name of `from`, unless it names them. */
  | { readonly is: Command; readonly from?: readonly Referral['status'][] }
  /** It is two of ours: the first alone would leave out what we ask for. */
  | { readonly takes: readonly Command[]; readonly because: string };

/** What each of its transitions is here. */
const TRANSITIONS: readonly (readonly [from: Fhir | 'nothing', to: Fhir, ours: readonly Ours[]])[] = [
  ['nothing', 'draft', [{ is: 'draft' }]],
  ['draft', 'requested', [{ is: 'send' }]],
  ['requested', 'accepted', [{ is: 'accept' }]],
  ['requested', 'rejected', [{ is: 'decline' }]],
  [
    'requested',
    'cancelled',
    [
      { is: 'withdraw', from: ['sent', 'received'] },
      { is: 'cancel', from: ['waitlisted'] },
    ],
  ],
  ['accepted', 'in-progress', [{ is: 'start' }]],
  ['accepted', 'on-hold', [{ takes: ['start', 'hold'], because: 'only a service that began can pause; who has no place yet waitlists' }]],
  ['accepted', 'cancelled', [{ is: 'cancel' }]],
  ['accepted', 'completed', [{ takes: ['start', 'complete'], because: 'a child was served from some day on, and that day is told' }]],
  ['accepted', 'failed', [{ takes: ['start', 'notDelivered'], because: 'somebody tried; who does not try cancels' }]],
  ['in-progress', 'on-hold', [{ is: 'hold' }]],
  ['on-hold', 'in-progress', [{ is: 'resume' }]],
  ['in-progress', 'cancelled', [{ is: 'cancel' }]],
  ['in-progress', 'completed', [{ is: 'complete' }]],
  ['in-progress', 'failed', [{ is: 'notDelivered' }]],
  ['on-hold', 'cancelled', [{ is: 'cancel' }]],
  ['on-hold', 'completed', [{ is: 'complete' }]],
  ['on-hold', 'failed', [{ is: 'notDelivered' }]],
  ...(Object.keys(SET_BY) as Fhir[])
    .filter((from) => from !== 'entered-in-error')
    .map((from) => [from, 'entered-in-error', [{ is: 'inError' }]] as const),
];

const STATES = Object.keys(HISTORIES) as Referral['status'][];
const stateOf = (status: Referral['status']): Referral => fold(referral, HISTORIES[status]);
const nameOf = (state: Referral): Fhir | 'nothing' | 'no task' => {
  if (state.status === 'none') return 'nothing';
  if (state.status === 'information') return 'no task';
  return NAME[state.status === 'loop_closed' ? state.ended.status : state.status];
};
const named = (name: Fhir | 'nothing'): Referral['status'][] => STATES.filter((status) => nameOf(stateOf(status)) === name);

/** Who may set a status, as parties of our samples. */
const setters = (to: Fhir): string[] => ({ sender: [ALPHA], receiver: [BETA], either: [ALPHA, BETA] })[SET_BY[to]];

describe.each(TRANSITIONS)('%s to %s', (from, to, ours) => {
  const cases = ours.flatMap((one) => ('is' in one ? (one.from ?? named(from)).map((status) => [one.is, status] as const) : []));
  test.each(cases)('is: %s, from %s', (command, status) => {
    const { state, outcome } = outcomeOf(stateOf(status), command);
    expect(nameOf(state), outcome).toBe(to);
    const setBy = OWNER[command] === 'either' ? ['sender', 'receiver', 'either'] : [OWNER[command], 'either'];
    expect(setBy).toContain(SET_BY[to]);
  });

  const refused = ours.flatMap((one) => ('takes' in one ? named(from).map((status) => [status, one.because, one.takes] as const) : []));
  test.each(refused)('is refused from %s: %s', (status, _because, takes) => {
    const last = takes.at(-1) as Command;
    expect(outcomeOf(stateOf(status), last)).toMatchObject({ outcome: 'REFERRAL_TAKEN', state: { status } });
    const state = takes.reduce((before, command) => outcomeOf(before, command).state, stateOf(status));
    expect(nameOf(state)).toBe(to);
  });

  test('is not done by who may not do it there', () => {
    for (const status of named(from))
      for (const command of COMMANDS.filter((one) => OWNER[one] !== 'either'))
        for (const agency of [ALPHA, BETA].filter((one) => !setters(to).includes(one))) {
          const { state } = outcomeOf(stateOf(status), command, agency);
          if (state.status !== status) expect(nameOf(state), `${command} by ${agency}`).not.toBe(to);
        }
  });
});

/** What happens here and has no transition there. */
const BEYOND: Record<string, string> = {
  'draft to cancelled': 'a draft that is not sent is withdrawn with a reason, never thrown away',
  'nothing to no task': 'information is shared beside referrals, and nothing is asked',
  'no task to entered-in-error': 'information that should not have been shared is marked as well',
};

test('nothing else happens here that has another name there, but what is said to', () => {
  const known = new Set(TRANSITIONS.map(([from, to]) => `${from} to ${to}`));
  const found = STATES.flatMap((status) =>
    COMMANDS.flatMap((command) => {
      const [before, after] = [nameOf(stateOf(status)), nameOf(outcomeOf(stateOf(status), command).state)];
      return before === after || known.has(`${before} to ${after}`) ? [] : [`${before} to ${after}`];
    }),
  );
  expect([...new Set(found)].sort()).toEqual(Object.keys(BEYOND).sort());
});

test('every status is reached, and none is left that ends a referral but by being a mistake', () => {
  expect(new Set(TRANSITIONS.map(([, to]) => to))).toEqual(new Set(Object.keys(SET_BY)));
  for (const end of ['rejected', 'cancelled', 'failed', 'completed'])
    expect(TRANSITIONS.filter(([from]) => from === end).map(([, to]) => to)).toEqual(['entered-in-error']);
});

describe('a reason is expected there, and', () => {
  const mutation = {
    requestId: '6f0f7b3e-5d0e-4b39-8d5e-3d2c1b0a9f88',
    occurredAt: new Date(0),
    referralId: HISTORIES.none.length.toString(),
  };
  const referralId = '00000000-0000-4000-8000-000000000009';
  const without = { ...mutation, referralId };
  const violations = (type: string, bytes: Uint8Array, request: object): string[] => {
    try {
      validate(`accompany.referral.v1.${type}`, bytes, request);
      return [];
    } catch (error) {
      if (error instanceof Rejection) return error.fields.map(({ field }) => field);
      throw error;
    }
  };
  test.each([
    ['rejected', 'DeclineReferralRequest', DeclineReferralRequest],
    ['cancelled', 'CancelReferralRequest', CancelReferralRequest],
    ['failed', 'ReportNotDeliveredRequest', ReportNotDeliveredRequest],
  ] as const)('required here: %s', (_status, type, codec) => {
    const request = codec.fromPartial(without);
    expect(violations(type, codec.encode(request as never).finish(), request)).toEqual(['reason']);
  });
  test('may be given here: on-hold, where a note says why and the service goes on', () => {
    const request = HoldServiceRequest.fromPartial(without);
    expect(violations('HoldServiceRequest', HoldServiceRequest.encode(request).finish(), request)).toEqual([]);
  });
});
