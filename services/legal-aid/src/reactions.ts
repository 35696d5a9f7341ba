import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { reaction } from '@accompany/runtime';
import { matterIdForNeed } from './ids.js';
import { matterAggregate } from './matter.js';
import { openForNeed } from './opening.js';

/** What this service does of itself. */
export const reactions = [
  reaction({
    name: 'open-matter-for-legal-need',
    aggregate: matterAggregate,
    on: (event) =>
      event.$case === 'needIdentified' && event.value.category === ServiceCategory.SERVICE_CATEGORY_LEGAL_AID
        ? [{ id: matterIdForNeed(event.value.needId, event.value.agency), decide: (state) => openForNeed(state, event.value) }]
        : [],
  }),
];
