import { NoticeEvent } from '@accompany/contracts/referral/v1/events';
import type { NoticeAbout } from '@accompany/contracts/referral/v1/types';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { actingAgency } from './parties.js';

/**
 * A notice: one agency is told that something it relies on has ended, and acknowledges. One stream for one agency and one event.
 *
 *   issued ─► acknowledged        beside it: overdue (timer), which an acknowledgement that comes late does not undo
 */
export type Event = NonNullable<NoticeEvent['event']>;

export type KnownNotice = {
  readonly status: 'issued' | 'acknowledged';
  readonly toAgency: string;
  readonly about: NoticeAbout;
  readonly overdue: boolean;
};

export type Notice = { readonly status: 'none' } | KnownNotice;

export const notice: Decider<Notice, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'noticeIssued':
        return { status: 'issued', toAgency: event.value.toAgency, about: event.value.about, overdue: false };
      case 'noticeAcknowledged':
        return { ...known(state), status: 'acknowledged' };
      case 'noticeOverdue':
        return { ...known(state), overdue: true };
      default:
        return unreachable(event);
    }
  },
};

const known = (state: Notice): KnownNotice => {
  if (state.status === 'none') throw new Error('a notice begins with its issue');
  return state;
};

/** What is to be told to whom. */
export type Telling = {
  readonly toAgency: string;
  readonly about: NoticeAbout;
  readonly subjectId: string;
  readonly referralId: string;
  readonly ofEvent: string;
};

const HOUR = 60 * 60 * 1000;

/** An agency is told; told again changes nothing. The acknowledgement is due so many hours after the recording. */
export const issue = (state: Notice, telling: Telling, withinHours: number, { now }: DecisionContext): Event[] => {
  if (state.status !== 'none') return [];
  return [{ $case: 'noticeIssued', value: { ...telling, dueBy: new Date(now.getTime() + withinHours * HOUR) } }];
};

/** A person of the agency that was told acknowledges. To anybody else the notice does not exist. */
export const acknowledge = (state: Notice, context: DecisionContext): Event[] => {
  const agency = actingAgency(context);
  if (state.status === 'none' || agency === undefined || agency !== state.toAgency) throw new Rejection('NOTICE_UNKNOWN');
  if (state.status === 'acknowledged') return [];
  const person = context.actor.kind === 'agency' ? context.actor.person : '';
  return [{ $case: 'noticeAcknowledged', value: { agency, person } }];
};

/** Nobody has acknowledged in time. Silence is overdue, never consent: the notice stays open. */
export const becomeOverdue = (state: Notice): Event[] =>
  state.status !== 'issued' || state.overdue ? [] : [{ $case: 'noticeOverdue', value: { agency: state.toAgency } }];

export const noticeAggregate = aggregate({
  category: 'notice',
  type: 'accompany.referral.v1',
  topic: 'case',
  decider: notice,
  codec: NoticeEvent,
});
