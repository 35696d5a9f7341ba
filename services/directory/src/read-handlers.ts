import { OfficeStatus } from '@accompany/contracts/directory/v1/office';
import { type Agency as AgencyMessage, AgencyStatus, type DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Handlers } from '@accompany/runtime';
import { type Agency, agencyAggregate } from './agency.js';
import { standingOf } from './capacity.js';
import { type Listed, listed, officesOf } from './listing.js';
import { pageLimit, pageOf, pageStart } from './paging-queries.js';
import { placesWithin } from './place-queries.js';
import { referenceAggregate, referenceId } from './reference.js';
import { sealing } from './sealing-handlers.js';
import { markOf, summaryOf } from './summary.js';
import { usageOf } from './usage-queries.js';
import type { ListingView } from './views.js';

type Reads = Pick<
  Handlers<DirectoryServiceDefinition>,
  'getAgency' | 'findAgencyByExternalReference' | 'listServices' | 'summarizeServices'
>;

/** The calls that read. The directory is open to all of the network. */
export const readHandlers = (app: App, view: ListingView): Reads => {
  const withStanding = async (services: readonly Listed[]) => {
    const usage = await usageOf(app.db, services);
    return services.map((service) => ({ ...service, ...standingOf(service.capacity, usage.get(service.serviceId)) }));
  };
  return {
    getAgency: async ({ agencyId, atLeastPosition }) => {
      const listing = await view.read(atLeastPosition);
      const { state, etag } = await app.load(agencyAggregate, agencyId);
      return {
        agency: shown(state),
        offices: officesOf(listing, agencyId).map((office) => ({ ...office, status: officeStatus(office) })),
        etag,
      };
    },

    findAgencyByExternalReference: async ({ reference }) => {
      if (reference === undefined) throw new Rejection('AGENCY_UNKNOWN');
      const claimed = (await app.load(referenceAggregate, referenceId(reference))).state;
      if (claimed.status === 'free') throw new Rejection('AGENCY_UNKNOWN');
      const { state } = await app.load(agencyAggregate, claimed.agencyId);
      // Claimed by a registration that was not carried to its end: nobody has it yet.
      if (state.status === 'none' || !state.externalReferences.some(({ system, id }) => system === reference.system && id === reference.id))
        throw new Rejection('AGENCY_UNKNOWN');
      return { agency: shown(state) };
    },

    listServices: async ({ category, areaCode, freeOnly, pageSize, pageToken, atLeastPosition }, { actor }) => {
      const list = { key: sealing(app), actor, asked: ['services', category, areaCode, freeOnly] };
      const after = pageStart(list, pageToken);
      const limit = pageLimit(pageSize);
      const found = listed(await view.read(atLeastPosition), { category, areaCode, after });
      // Without the filter only the page's own capacity is looked up.
      const standing = freeOnly
        ? (await withStanding(found)).filter(({ freePlacesNow }) => freePlacesNow > 0).slice(0, limit + 1)
        : await withStanding(found.slice(0, limit + 1));
      const page = pageOf(list, standing, limit, ({ serviceId }) => serviceId);
      return { services: page.shown, nextPageToken: page.nextPageToken };
    },

    summarizeServices: async ({ category, provinceCode, pageSize, pageToken, atLeastPosition }, { actor }) => {
      const list = { key: sealing(app), actor, asked: ['summary', category, provinceCode] };
      const after = pageStart(list, pageToken);
      const limit = pageLimit(pageSize);
      const services = listed(await view.read(atLeastPosition), { category, areaCode: provinceCode, after: '' });
      const lines = summaryOf(await withStanding(services), provinceCode).filter((line) => markOf(line) > after);
      const page = pageOf(list, lines.slice(0, limit + 1), limit, markOf);
      const names = await placesWithin(
        app.db,
        page.shown.map((line) => line.provinceCode),
      );
      const named = page.shown.map((line) => ({ ...line, provinceName: names.get(line.provinceCode)?.nameLatin ?? '' }));
      return { lines: named, nextPageToken: page.nextPageToken };
    },
  };
};

const shown = (state: Agency): AgencyMessage => {
  if (state.status === 'none') throw new Rejection('AGENCY_UNKNOWN');
  const { agencyId, name, kinds, externalReferences } = state;
  const status = state.status === 'active' ? AgencyStatus.AGENCY_STATUS_ACTIVE : AgencyStatus.AGENCY_STATUS_SUSPENDED;
  return { agencyId, name, kinds, externalReferences, status };
};

const officeStatus = ({ closing }: { closing: boolean }): OfficeStatus =>
  closing ? OfficeStatus.OFFICE_STATUS_CLOSING : OfficeStatus.OFFICE_STATUS_OPEN;
