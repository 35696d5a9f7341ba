import { OfficeStatus } from '@accompany/contracts/directory/v1/office';
import type { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Handlers } from '@accompany/runtime';
import { agencyAggregate } from './agency.js';
import { mustSpeakFor } from './caller.js';
import { beginClosing, close, heldBy, keepOpen, type Office, officeAggregate, open } from './office.js';
import { caseOfficesOf } from './office-queries.js';
import { pageLimit, pageOf, pageStart } from './paging-queries.js';
import { unknownPlaces } from './place-queries.js';
import { sealing } from './sealing-handlers.js';

type Offices = Pick<
  Handlers<DirectoryServiceDefinition>,
  'openOffice' | 'beginOfficeClosing' | 'keepOfficeOpen' | 'closeOffice' | 'listOfficeCases'
>;

/** The calls about offices: they open, and end in two steps. */
export const officeHandlers = (app: App): Offices => ({
  openOffice: async (request, call) => {
    const officeId = app.newId(call, request, 'office');
    const [agency, unknown] = await Promise.all([app.load(agencyAggregate, request.agencyId), unknownPlaces(app.db, [request.areaCode])]);
    const { etag, position } = await app.execute(officeAggregate, officeId, request, call, {
      caseId: request.agencyId,
      decide: (state, context) => open(state, { ...request, officeId }, context, { agency: agency.state, unknown }),
    });
    return { etag, position, officeId };
  },

  beginOfficeClosing: async (request, call) => {
    const { etag, position } = await app.execute(officeAggregate, request.officeId, request, call, {
      decide: (state, context) => beginClosing(state, request, context),
    });
    return { etag, position };
  },

  keepOfficeOpen: async (request, call) => {
    const { etag, position } = await app.execute(officeAggregate, request.officeId, request, call, {
      decide: (state, context) => keepOpen(state, request, context),
    });
    return { etag, position };
  },

  closeOffice: async (request, call) => {
    const { state: before } = await app.load(officeAggregate, request.officeId);
    const known = await caseOfficesOf(app.db, takenBy(before));
    const { etag, position } = await app.execute(officeAggregate, request.officeId, request, call, {
      decide: (state, context) => close(state, request, context, known),
    });
    return { etag, position };
  },

  listOfficeCases: async (request, { actor }) => {
    const list = { key: sealing(app), actor, asked: ['office-cases', request.officeId] };
    const after = pageStart(list, request.pageToken);
    const { state } = await app.load(officeAggregate, request.officeId);
    if (state.status === 'none') throw new Rejection('OFFICE_UNKNOWN');
    if (actor.kind !== 'service') mustSpeakFor(state.agencyId, actor);
    const held = heldBy(state, await caseOfficesOf(app.db, takenBy(state)));
    const limit = pageLimit(request.pageSize);
    const found = held.filter((caseId) => caseId > after).slice(0, limit + 1);
    const { shown, nextPageToken } = pageOf(list, found, limit, (caseId) => caseId);
    return { status: statusOf(state), caseIds: shown, nextPageToken, refusedCaseIds: await stillRefused(app, state) };
  },
});

const takenBy = (state: Office): string[] => (state.status === 'none' ? [] : [...state.taken.keys()]);

const MOST_REFUSED = 200;

/** The cases that were refused and are open and with no other office since. */
const stillRefused = async (app: App, state: Office): Promise<string[]> => {
  if (state.status === 'none') return [];
  const refused = [...state.refused.keys()].slice(-MOST_REFUSED);
  const known = await caseOfficesOf(app.db, refused);
  return refused.filter((caseId) => {
    const now = known.get(caseId);
    const assignedAt = state.refused.get(caseId) ?? 0;
    return now === undefined || (now.open && now.officeId === state.officeId && (state.taken.get(caseId) ?? 0) < assignedAt);
  });
};

export const statusOf = (state: Office): OfficeStatus => {
  switch (state.status) {
    case 'none':
      return OfficeStatus.OFFICE_STATUS_UNSPECIFIED;
    case 'open':
      return OfficeStatus.OFFICE_STATUS_OPEN;
    case 'closing':
      return OfficeStatus.OFFICE_STATUS_CLOSING;
    case 'closed':
      return OfficeStatus.OFFICE_STATUS_CLOSED;
  }
};
