import { timer } from '@accompany/runtime';
import type { TimerChange } from '@accompany/store';
import { caseAggregate, type Event } from './case.js';
import { askRetake, expireConsent, expireLegalBasis } from './consent.js';
import { tellReviewDue } from './whereabouts.js';

/** Reviews of a search that fall due: set when the search begins and at each review, cleared when the child is found. */
export const searchTimers = timer({
  name: 'search-review',
  does: 'says that a review of the search is due; the search itself is never ended by the system',
  after: 'on the day of the next review, after the days that the search names',
  aggregate: caseAggregate,
  derive: (event) => searchChanges(event),
  fire: (_, dueAt) => (state) => tellReviewDue(state, dueAt),
});

/** Periods of consents and legal bases that end: set for those that have an end, cleared when a consent is withdrawn. */
export const expiryTimers = timer({
  name: 'sharing-expiry',
  does: 'lets the consent or the legal basis expire: sharing under it stops',
  after: 'at the end of its period',
  aggregate: caseAggregate,
  derive: (event) => expiryChanges(event),
  fire: (name) => {
    const [kind, id = ''] = name.split('/');
    return (state) => (kind === 'consent' ? expireConsent(state, id) : expireLegalBasis(state, id));
  },
});

/** Caregivers' consents that have to be asked of a client who comes of age; at once where the client is of age already. */
export const retakeTimers = timer({
  name: 'consent-retake',
  does: 'asks for the consent to be taken again by the client, who has come of age',
  after: 'when the client turns 18, which the consent names',
  aggregate: caseAggregate,
  derive: (event, { occurredAt }) => retakeChanges(event, occurredAt),
  fire: (consentId) => (state, context) => askRetake(state, consentId, context),
});

const searchChanges = (event: Event): TimerChange[] => {
  switch (event.$case) {
    case 'whereaboutsLost':
    case 'searchReviewed':
      return event.value.nextReviewAt === undefined ? [] : [{ set: 'review', at: event.value.nextReviewAt }];
    case 'clientLocated':
      return [{ clear: 'review' }];
    default:
      return [];
  }
};

const retakeChanges = (event: Event, occurredAt: Date): TimerChange[] => {
  switch (event.$case) {
    case 'consentGiven': {
      const { consentId, retakeAt } = event.value;
      return retakeAt === undefined ? [] : [{ set: consentId, at: retakeAt > occurredAt ? retakeAt : occurredAt }];
    }
    case 'consentWithdrawn':
    case 'consentExpired':
      return [{ clear: event.value.consentId }];
    default:
      return [];
  }
};

const expiryChanges = (event: Event): TimerChange[] => {
  switch (event.$case) {
    case 'consentGiven': {
      const { consentId, scope } = event.value;
      return scope?.validUntil === undefined ? [] : [{ set: `consent/${consentId}`, at: scope.validUntil }];
    }
    case 'consentWithdrawn':
      return [{ clear: `consent/${event.value.consentId}` }];
    case 'legalBasisRecorded': {
      const { basisId, scope } = event.value;
      return scope?.validUntil === undefined ? [] : [{ set: `basis/${basisId}`, at: scope.validUntil }];
    }
    default:
      return [];
  }
};
