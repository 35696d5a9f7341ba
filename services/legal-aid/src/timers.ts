import { timer } from '@accompany/runtime';
import { chaseAgain } from './chasing.js';
import { matterAggregate } from './matter.js';
import { stall } from './proceedings.js';

/** Finds investigations of which nothing was heard for too long, and asks for the authorities to be asked until something is. */
export const stalledInvestigations = timer({
  name: 'stalled-investigations',
  does: 'says that the investigation has stalled; asks for the authorities to be asked again',
  after: 'when nothing was heard for too long; then again and again until something is',
  limits: ['ACCOMPANY_STALLED_AFTER_DAYS', 'ACCOMPANY_LEGAL_CHASE_DAYS'],
  aggregate: matterAggregate,
  derive: (event) => {
    switch (event.$case) {
      case 'investigationStarted':
      case 'investigationProgressed':
        return event.value.stallsAt === undefined ? [] : [{ set: 'stalls', at: event.value.stallsAt }];
      case 'legalChaseAsked':
        return event.value.nextAt === undefined ? [] : [{ set: 'chase', at: event.value.nextAt }];
      case 'prosecutionStarted':
      case 'matterDiscontinued':
        return [{ clear: 'stalls' }, { clear: 'chase' }];
      default:
        return [];
    }
  },
  fire: (name) => (state, context) => (name === 'chase' ? chaseAgain(state, context.now) : stall(state, context.now)),
});
