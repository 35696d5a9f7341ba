import { timer } from '@accompany/runtime';
import { matterAggregate } from './matter.js';
import { stall } from './proceedings.js';

/** Finds investigations of which nothing was heard for too long. */
export const stalledInvestigations = timer({
  name: 'stalled-investigations',
  aggregate: matterAggregate,
  derive: (event) => {
    switch (event.$case) {
      case 'investigationStarted':
      case 'investigationProgressed':
        return event.value.stallsAt === undefined ? [] : [{ set: 'stalls', at: event.value.stallsAt }];
      case 'prosecutionStarted':
      case 'matterDiscontinued':
        return [{ clear: 'stalls' }];
      default:
        return [];
    }
  },
  fire: () => (state, context) => stall(state, context.now),
});
