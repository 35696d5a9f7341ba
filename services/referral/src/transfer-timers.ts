import { timer } from '@accompany/runtime';
import type { TimerChange } from '@accompany/store';
import { type Event, transferAggregate } from './transfer.js';
import { becomeOverdue, escalate } from './transfer-decisions.js';

/** The time for an answer: set with the offer, cleared with the answer. */
export const answerTimers = timer({
  name: 'transfer-answer',
  does: 'says that the answer to an offered case is overdue, then escalates it; silence is never consent',
  after: "at the answer's limit, and at one and a half times the limit",
  limits: ['ACCOMPANY_TRANSFER_ANSWER_DAYS'],
  aggregate: transferAggregate,
  derive: (event) => changes(event),
  fire: (name) => (state) => {
    switch (name) {
      case 'overdue':
        return becomeOverdue(state);
      case 'escalate':
        return escalate(state);
      default:
        throw new Error('a timer that this build does not know');
    }
  },
});

const changes = (event: Event): TimerChange[] => {
  switch (event.$case) {
    case 'transferOffered': {
      const { dueBy, escalatesAt } = event.value;
      if (dueBy === undefined || escalatesAt === undefined) throw new Error('a case was offered without a time for the answer');
      return [
        { set: 'overdue', at: dueBy },
        { set: 'escalate', at: escalatesAt },
      ];
    }
    case 'transferAccepted':
    case 'transferDeclined':
    case 'transferWithdrawn':
      return [{ clear: 'overdue' }, { clear: 'escalate' }];
    default:
      return [];
  }
};
