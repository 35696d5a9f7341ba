import type { ServiceCategory } from '@accompany/contracts/common/v1/common';
import type { OfficeOpened, ServiceOffered } from '@accompany/contracts/directory/v1/events';
import type { Capacity } from '@accompany/contracts/directory/v1/types';
import { unreachable } from '@accompany/domain';
import type { Event as AgencyHistory } from './agency.js';
import type { Event as OfficeHistory } from './office.js';
import type { Event as ReferenceHistory } from './reference.js';
import type { Event as ServiceHistory } from './service.js';

type Event = AgencyHistory | OfficeHistory | ServiceHistory | ReferenceHistory;
type Agency = { readonly name: string; readonly active: boolean };
type Service = ServiceOffered & { readonly capacity: Capacity | undefined; readonly capacityAsOf: Date };

/** The directory as its readers want it: active agencies, open offices, offered services. */
export type Listing = {
  readonly agencies: Map<string, Agency>;
  readonly offices: Map<string, OfficeOpened>;
  readonly services: Map<string, Service>;
};

/** A service that can be referred to, with the name of who offers it. */
export type Listed = Service & { readonly agencyName: string };

export const emptyListing = (): Listing => ({ agencies: new Map(), offices: new Map(), services: new Map() });

/** Enters what happened into the listing. */
export const enter = ({ agencies, offices, services }: Listing, event: Event, occurredAt: Date): void => {
  const setActive = (agencyId: string, active: boolean) => agencies.set(agencyId, { name: agencies.get(agencyId)?.name ?? '', active });
  switch (event.$case) {
    case 'agencyRegistered':
      agencies.set(event.value.agencyId, { name: event.value.name, active: true });
      return;
    case 'agencySuspended':
      setActive(event.value.agencyId, false);
      return;
    case 'agencyResumed':
      setActive(event.value.agencyId, true);
      return;
    case 'referenceClaimed':
      return;
    case 'officeOpened':
      offices.set(event.value.officeId, event.value);
      return;
    case 'officeClosed':
      offices.delete(event.value.officeId);
      return;
    case 'serviceOffered':
      services.set(event.value.serviceId, { ...event.value, capacityAsOf: occurredAt });
      return;
    case 'serviceCapacityChanged': {
      const known = services.get(event.value.serviceId);
      if (known) services.set(known.serviceId, { ...known, capacity: event.value.capacity, capacityAsOf: occurredAt });
      return;
    }
    case 'serviceWithdrawn':
      services.delete(event.value.serviceId);
      return;
    default:
      unreachable(event);
  }
};

/** What to list: all of a category (0 = any) that serve an area or a part of it (empty = any), after a service id, so many. */
export type Question = { readonly category: ServiceCategory; readonly areaCode: string; readonly after: string; readonly limit: number };

/** The services that can be referred to: from an open office, by an active agency; in the order of their ids. */
export const listed = ({ agencies, offices, services }: Listing, { category, areaCode, after, limit }: Question): Listed[] =>
  [...services.values()]
    .filter((service) => service.serviceId > after)
    .filter((service) => category === 0 || service.category === category)
    .filter((service) => service.areaCodes.some((code) => areaCode.startsWith(code) || code.startsWith(areaCode)))
    .filter((service) => offices.has(service.officeId) && agencies.get(service.agencyId)?.active === true)
    .sort((one, other) => (one.serviceId < other.serviceId ? -1 : 1))
    .slice(0, limit)
    .map((service) => ({ ...service, agencyName: agencies.get(service.agencyId)?.name ?? '' }));

/** The open offices of an agency, in the order of their ids. */
export const officesOf = ({ offices }: Listing, agencyId: string): OfficeOpened[] =>
  [...offices.values()].filter((office) => office.agencyId === agencyId).sort((one, other) => (one.officeId < other.officeId ? -1 : 1));
