import { timer } from '@accompany/runtime';
import { comeOfAge, volunteerAggregate } from './volunteer.js';

/** A volunteer comes of age in the month after their 18th birthday. */
export const volunteerTimers = timer({
  name: 'volunteer-of-age',
  does: "says that the volunteer has come of age and needs no guardian's consent",
  after: 'in the month after the 18th birthday',
  aggregate: volunteerAggregate,
  derive: (event) => {
    if (event.$case !== 'volunteerEnrolled' || event.value.minorUntil === undefined) return [];
    return [{ set: 'of-age', at: event.value.minorUntil }];
  },
  fire: () => comeOfAge,
});
