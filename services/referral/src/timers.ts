import { timer } from '@accompany/runtime';
import type { TimerChange } from '@accompany/store';
import * as notices from './notice.js';
import { becomeOverdue, escalate, lapse } from './pick-up.js';
import { type Event, referralAggregate } from './referral.js';

/** The pick-up limit: set when a referral is sent or recorded, cleared when it is answered or ends. */
export const pickUpTimers = timer({
  name: 'pick-up',
  does: 'says that the referral is overdue, escalates it, lets it lapse',
  after: 'at 100 %, 150 % and 200 % of the pick-up limit for its urgency',
  limits: ['ACCOMPANY_PICK_UP_HOURS', 'ACCOMPANY_PICK_UP_PERCENT'],
  aggregate: referralAggregate,
  derive: (event) => changes(event),
  fire: (name) => (state) => {
    switch (name) {
      case 'overdue':
        return becomeOverdue(state);
      case 'escalate':
        return escalate(state);
      case 'lapse':
        return lapse(state);
      default:
        throw new Error('a timer that this build does not know');
    }
  },
});

/** The acknowledgement of a notice. */
export const noticeTimers = timer({
  name: 'acknowledgement',
  does: 'says that the notice was not acknowledged; it stays open',
  after: 'when the time to acknowledge has passed',
  limits: ['ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS'],
  aggregate: notices.noticeAggregate,
  derive: (event): TimerChange[] => {
    switch (event.$case) {
      case 'noticeIssued':
        if (event.value.dueBy === undefined) throw new Error('a notice was issued without its time');
        return [{ set: 'overdue', at: event.value.dueBy }];
      case 'noticeAcknowledged':
        return [{ clear: 'overdue' }];
      default:
        return [];
    }
  },
  fire: () => notices.becomeOverdue,
});

const changes = (event: Event): TimerChange[] => {
  switch (event.$case) {
    case 'referralSent':
    case 'referralRecordedFromOutside': {
      const { dueBy, escalatesAt, lapsesAt } = event.value;
      if (dueBy === undefined || escalatesAt === undefined || lapsesAt === undefined)
        throw new Error('a referral was sent without its times');
      return [
        { set: 'overdue', at: dueBy },
        { set: 'escalate', at: escalatesAt },
        { set: 'lapse', at: lapsesAt },
      ];
    }
    case 'referralAccepted':
    case 'referralWaitlisted':
    case 'referralDeclined':
    case 'referralWithdrawn':
    case 'referralLapsed':
    case 'referralEnteredInError':
      return [{ clear: 'overdue' }, { clear: 'escalate' }, { clear: 'lapse' }];
    default:
      return [];
  }
};
