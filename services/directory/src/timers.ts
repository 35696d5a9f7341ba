import { timer } from '@accompany/runtime';
import type { TimerChange } from '@accompany/store';
import { agreementAggregate, type Event, expire } from './agreement.js';

/** The last moment of a sharing agreement: set when it is proposed, cleared when it ends before. */
export const agreementTimers = timer({
  name: 'agreement-expiry',
  does: 'ends the sharing agreement',
  after: 'at its last moment, which the agreement names',
  aggregate: agreementAggregate,
  derive: (event) => changes(event),
  fire: () => expire,
});

const changes = (event: Event): TimerChange[] => {
  switch (event.$case) {
    case 'sharingAgreementProposed': {
      const at = event.value.terms?.expiresAt;
      if (at === undefined) throw new Error('an agreement was proposed without its last moment');
      return [{ set: 'expire', at }];
    }
    case 'sharingAgreementEnded':
      return [{ clear: 'expire' }];
    default:
      return [];
  }
};
