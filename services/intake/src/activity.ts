import { ActivityEvent, type ActivityHeld, type ActivityWithdrawn } from '@accompany/contracts/intake/v1/programme_events';
import { ActivityAccount, type ActivityCorrectionReason } from '@accompany/contracts/intake/v1/programme_types';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { checkAccount, type Term } from './activity-account.js';
import { callerOf } from './caller.js';

export type Event = NonNullable<ActivityEvent['event']>;

export type KnownActivity = {
  readonly status: 'held' | 'withdrawn';
  readonly held: ActivityHeld;
  /** As last corrected. */
  readonly account: ActivityAccount;
  readonly corrections: number;
  /** The record that counts in its place; empty = none. */
  readonly sameAs: string;
};

export type Activity = { readonly status: 'none' } | KnownActivity;

export const activity: Decider<Activity, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'activityHeld')
      return {
        status: 'held',
        held: event.value,
        account: ActivityAccount.fromPartial(event.value.account ?? {}),
        corrections: 0,
        sameAs: '',
      };
    if (state.status === 'none') throw new Error('an activity begins with its record');
    switch (event.$case) {
      case 'activityCorrected':
        return { ...state, account: event.value.account ?? state.account, corrections: state.corrections + 1 };
      case 'activityWithdrawn':
        return { ...state, status: 'withdrawn', sameAs: event.value.sameAsActivityId };
      default:
        return unreachable(event);
    }
  },
};

/** Stream `activity-<activity id>`, keyed by the agency that held it. */
export const activityAggregate = aggregate({
  category: 'activity',
  type: 'accompany.intake.v1',
  topic: 'network',
  decider: activity,
  codec: ActivityEvent,
});

/** What an agency tells of an activity; `term` is that of the programme that it was part of. */
export type Told = { readonly account: ActivityAccount; readonly term: Term | undefined };

/** An agency writes down what it held. */
export const hold = (
  state: Activity,
  ids: Pick<ActivityHeld, 'activityId' | 'programmeId'>,
  told: Told,
  context: DecisionContext,
): Event[] => {
  const { agency } = callerOf(context);
  if (state.status !== 'none') return [];
  checkAccount(told.account, told.term, context.now);
  return [{ $case: 'activityHeld', value: { ...ids, agency, account: told.account } }];
};

/** The account was wrong; the right one stands in its place. */
export const correct = (state: Activity, told: Told, reason: ActivityCorrectionReason, context: DecisionContext): Event[] => {
  const known = held(state, context);
  if (known.status === 'withdrawn') throw isWithdrawn(known);
  if (same(known.account, told.account)) return [];
  checkAccount(told.account, told.term, context.now);
  return [{ $case: 'activityCorrected', value: { account: told.account, reason } }];
};

/** The record does not count; `other` is the record that does, when it names one. */
export const withdraw = (state: Activity, { sameAsActivityId }: ActivityWithdrawn, other: Activity, context: DecisionContext): Event[] => {
  const known = held(state, context);
  if (known.status === 'withdrawn') {
    if (known.sameAs === sameAsActivityId) return [];
    throw isWithdrawn(known);
  }
  if (sameAsActivityId !== '') {
    const counts = held(other, context);
    if (counts.status === 'withdrawn' || sameAsActivityId === known.held.activityId) throw isWithdrawn(counts);
  }
  return [{ $case: 'activityWithdrawn', value: { sameAsActivityId } }];
};

/** The activity, for the agency that held it. */
export const held = (state: Activity, context: Pick<DecisionContext, 'actor'>): KnownActivity => {
  const { agency } = callerOf(context);
  if (state.status === 'none' || state.held.agency !== agency) throw new Rejection('ACTIVITY_UNKNOWN');
  return state;
};

const isWithdrawn = ({ held: { activityId } }: KnownActivity): Rejection =>
  new Rejection('ACTIVITY_WITHDRAWN', { activity_id: activityId });

const same = (one: ActivityAccount, other: ActivityAccount): boolean => canonical(one) === canonical(other);

const canonical = (account: ActivityAccount): string =>
  JSON.stringify(
    ActivityAccount.toJSON({
      ...account,
      topics: [...account.topics].sort((a, b) => a - b),
      attendance: [...account.attendance].sort((a, b) => a.ageBand - b.ageBand || a.sex - b.sex),
    }),
  );
