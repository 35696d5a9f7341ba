import { type Agency as AgencyMessage, AgencyStatus, type DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Handlers } from '@accompany/runtime';
import { type Agency, agencyAggregate } from './agency.js';
import { listed, officesOf } from './listing.js';
import { pageStart, pageToken } from './page-token.js';
import { referenceAggregate, referenceId } from './reference.js';
import { listingView } from './views.js';

type Reads = Pick<Handlers<DirectoryServiceDefinition>, 'getAgency' | 'findAgencyByExternalReference' | 'listServices'>;

const USUAL_PAGE = 50;

/** The calls that read. The directory is open to all of the network. */
export const readHandlers = (app: App): Reads => {
  const view = listingView(app.db);
  return {
    getAgency: async ({ agencyId, atLeastPosition }) => {
      const listing = await view.read(atLeastPosition);
      const { state, etag } = await app.load(agencyAggregate, agencyId);
      return { agency: shown(state), offices: officesOf(listing, agencyId), etag };
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

    listServices: async ({ category, areaCode, pageSize, pageToken: token, atLeastPosition }, { actor }) => {
      const list = { actor, category, areaCode };
      const after = pageStart(list, token);
      const limit = pageSize || USUAL_PAGE;
      const found = listed(await view.read(atLeastPosition), { category, areaCode, after, limit: limit + 1 });
      const services = found.slice(0, limit);
      const last = services.at(-1);
      return { services, nextPageToken: found.length > limit && last ? pageToken(list, last.serviceId) : '' };
    },
  };
};

const shown = (state: Agency): AgencyMessage => {
  if (state.status === 'none') throw new Rejection('AGENCY_UNKNOWN');
  const { agencyId, name, kinds, externalReferences } = state;
  const status = state.status === 'active' ? AgencyStatus.AGENCY_STATUS_ACTIVE : AgencyStatus.AGENCY_STATUS_SUSPENDED;
  return { agencyId, name, kinds, externalReferences, status };
};
