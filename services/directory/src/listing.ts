import type { ServiceCategory } from '@accompany/contracts/common/v1/common';
import type { OfficeOpened, ServiceOffered } from '@accompany/contracts/directory/v1/events';
import type { AgreementEnd, AgreementTerms, Capacity } from '@accompany/contracts/directory/v1/types';
import { unreachable } from '@accompany/domain';
import type { Event as AgencyHistory } from './agency.js';
import type { Agreement, Event as AgreementHistory } from './agreement.js';
import type { Event as GazetteerHistory } from './gazetteer.js';
import type { Event as OfficeHistory } from './office.js';
import type { Event as ReferenceHistory } from './reference.js';
import type { Event as ServiceHistory } from './service.js';

type Event = AgencyHistory | OfficeHistory | ServiceHistory | ReferenceHistory | AgreementHistory | GazetteerHistory;
type Agency = { readonly name: string; readonly active: boolean };
type Office = OfficeOpened & { readonly closing: boolean };
/** An agreement as it stands, and since when. */
export type Agreed = {
  readonly agreementId: string;
  readonly proposer: string;
  readonly otherParty: string;
  readonly terms: AgreementTerms | undefined;
  readonly status: Exclude<Agreement['status'], 'none'>;
  readonly signedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly because: AgreementEnd;
};
type Service = ServiceOffered & { readonly capacity: Capacity | undefined; readonly capacityAsOf: Date };

/** The directory as its readers want it: active agencies, offices that are not closed, offered services, agreements. */
export type Listing = {
  readonly agencies: Map<string, Agency>;
  readonly offices: Map<string, Office>;
  readonly services: Map<string, Service>;
  readonly agreements: Map<string, Agreed>;
};

/** A service that can be referred to, with the name of who offers it. */
export type Listed = Service & { readonly agencyName: string };

export const emptyListing = (): Listing => ({
  agencies: new Map(),
  offices: new Map(),
  services: new Map(),
  agreements: new Map(),
});

/** Enters what happened into the listing. */
export const enter = ({ agencies, offices, services, agreements }: Listing, event: Event, occurredAt: Date): void => {
  const setActive = (agencyId: string, active: boolean) => agencies.set(agencyId, { name: agencies.get(agencyId)?.name ?? '', active });
  const setClosing = (officeId: string, closing: boolean) => {
    const known = offices.get(officeId);
    if (known) offices.set(officeId, { ...known, closing });
  };
  const setAgreed = (agreementId: string, change: Partial<Agreed>) => {
    const known = agreements.get(agreementId);
    if (known) agreements.set(agreementId, { ...known, ...change });
  };
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
    case 'gazetteerLoaded':
    case 'provincePlacesLoaded':
    case 'officeCaseTaken':
    case 'officeCaseRefused':
      return;
    case 'officeOpened':
      offices.set(event.value.officeId, { ...event.value, closing: false });
      return;
    case 'officeClosing':
      setClosing(event.value.officeId, true);
      return;
    case 'officeKeptOpen':
      setClosing(event.value.officeId, false);
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
    case 'sharingAgreementProposed':
      agreements.set(event.value.agreementId, {
        ...event.value,
        status: 'proposed',
        signedAt: undefined,
        endedAt: undefined,
        because: 0,
      });
      return;
    case 'sharingAgreementSigned':
      setAgreed(event.value.agreementId, { status: 'signed', signedAt: occurredAt });
      return;
    case 'sharingAgreementEnded':
      setAgreed(event.value.agreementId, { status: 'ended', endedAt: occurredAt, because: event.value.because });
      return;
    default:
      unreachable(event);
  }
};

/** What to list: all of a category (0 = any) that serve an area or a part of it (empty = any), after a service id. */
export type Question = { readonly category: ServiceCategory; readonly areaCode: string; readonly after: string };

/** The services that can be referred to: from an open office, by an active agency; in the order of their ids. */
export const listed = ({ agencies, offices, services }: Listing, { category, areaCode, after }: Question): Listed[] =>
  [...services.values()]
    .filter((service) => service.serviceId > after)
    .filter((service) => category === 0 || service.category === category)
    .filter((service) => service.areaCodes.some((code) => areaCode.startsWith(code) || code.startsWith(areaCode)))
    .filter((service) => offices.get(service.officeId)?.closing === false && agencies.get(service.agencyId)?.active === true)
    .sort((one, other) => (one.serviceId < other.serviceId ? -1 : 1))
    .map((service) => ({ ...service, agencyName: agencies.get(service.agencyId)?.name ?? '' }));

/** The offices of an agency that are not closed, in the order of their ids. */
export const officesOf = ({ offices }: Listing, agencyId: string): Office[] =>
  [...offices.values()].filter((office) => office.agencyId === agencyId).sort((one, other) => (one.officeId < other.officeId ? -1 : 1));

/** The agreements that one agency (undefined = any) is a party to, as they stand (undefined = any), after an id; by id. */
export const agreementsOf = (
  { agreements }: Listing,
  { agency, status, after }: { agency: string | undefined; status: Agreed['status'] | undefined; after: string },
): Agreed[] =>
  [...agreements.values()]
    .filter((one) => one.agreementId > after)
    .filter((one) => agency === undefined || one.proposer === agency || one.otherParty === agency)
    .filter((one) => status === undefined || one.status === status)
    .sort((one, other) => (one.agreementId < other.agreementId ? -1 : 1));
