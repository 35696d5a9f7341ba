import type { Capacity } from '@accompany/contracts/directory/v1/types';

/** Referrals of the network that a service serves: now, and at the moment of which its agency last said its capacity. */
export type Usage = { readonly now: number; readonly whenSaid: number };

/** Places used and free now. */
export type Standing = { readonly usedPlaces: number; readonly freePlacesNow: number };

/**
 * What the agency said is free, less what was accepted since, plus what ended since. The agency also serves clients that the
 * network knows nothing of, so its word is the base; between two such words the referrals count.
 */
export const standingOf = (capacity: Capacity | undefined, usage: Usage = { now: 0, whenSaid: 0 }): Standing => {
  const { places = 0, freePlaces = 0 } = capacity ?? {};
  return { usedPlaces: usage.now, freePlacesNow: Math.min(places, Math.max(0, freePlaces - (usage.now - usage.whenSaid))) };
};
