import type { ServiceCategory } from '@accompany/contracts/common/v1/common';
import type { Fact } from './fact.js';

/** A service in one of the areas that it covers. */
export type Offer = {
  readonly service_id: string;
  readonly area_code: string;
  readonly category: ServiceCategory;
  readonly places: number;
  readonly free_places: number;
};

type Service = { category: ServiceCategory; officeId: string; areaCodes: readonly string[]; places: number; freePlaces: number };

/** What an agency offers now, by its own facts: services that were not withdrawn, from offices that are open, while it is active. */
export const offersOf = (facts: readonly Fact[]): { active: boolean; offers: Offer[] } => {
  let active = false;
  const offices = new Map<string, string>();
  const services = new Map<string, Service>();
  for (const { event } of facts) {
    switch (event.$case) {
      case 'agencyRegistered':
      case 'agencyResumed':
        active = true;
        break;
      case 'agencySuspended':
        active = false;
        break;
      case 'officeOpened':
        offices.set(event.value.officeId, event.value.areaCode);
        break;
      case 'officeClosed':
        offices.delete(event.value.officeId);
        break;
      case 'serviceOffered': {
        const { serviceId, category, officeId, areaCodes, capacity } = event.value;
        services.set(serviceId, {
          category,
          officeId,
          areaCodes,
          places: capacity?.places ?? 0,
          freePlaces: capacity?.freePlaces ?? 0,
        });
        break;
      }
      case 'serviceCapacityChanged': {
        const { serviceId, capacity } = event.value;
        const service = services.get(serviceId);
        if (service !== undefined) Object.assign(service, { places: capacity?.places ?? 0, freePlaces: capacity?.freePlaces ?? 0 });
        break;
      }
      case 'serviceWithdrawn':
        services.delete(event.value.serviceId);
        break;
      default:
    }
  }
  const offers = [...services].flatMap(([service_id, { category, officeId, areaCodes, places, freePlaces: free_places }]) => {
    const office = offices.get(officeId);
    if (!active || office === undefined) return [];
    // A service that names no area is offered where its office stands.
    const areas = areaCodes.length === 0 ? [office] : [...new Set(areaCodes)];
    return areas.map((area_code) => ({ service_id, area_code, category, places, free_places }));
  });
  return { active, offers };
};
