import type { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { agencyAggregate, register, resume, suspend } from './agency.js';
import { agreementHandlers } from './agreement-handlers.js';
import { officeAggregate } from './office.js';
import { officeHandlers } from './office-handlers.js';
import { placeHandlers } from './place-handlers.js';
import { unknownPlaces } from './place-queries.js';
import { readHandlers } from './read-handlers.js';
import { claim, referenceAggregate, referenceId } from './reference.js';
import { changeCapacity, offer, serviceAggregate, withdraw } from './service.js';
import { listingView } from './views.js';

/** All calls of the directory. */
export const directoryHandlers = (app: App): Handlers<DirectoryServiceDefinition> => {
  const view = listingView(app.db);
  return {
    ...readHandlers(app, view),
    ...agreementHandlers(app, view),
    ...officeHandlers(app),
    ...placeHandlers(app),
    ...changes(app),
  };
};

type Changes = Pick<
  Handlers<DirectoryServiceDefinition>,
  'registerAgency' | 'suspendAgency' | 'resumeAgency' | 'offerService' | 'changeServiceCapacity' | 'withdrawService'
>;

const changes = (app: App): Changes => ({
  registerAgency: async (request, call) => {
    const { agencyId, externalReferences, requestId, occurredAt } = request;
    const step = (name: string) => ({ requestId: app.newId(call, request, name), occurredAt });
    // Decided before anything is claimed, and again at the end: a registration that is refused leaves no claim.
    await app.execute(agencyAggregate, agencyId, step('begin'), call, {
      caseId: agencyId,
      decide: (state, context) => {
        register(state, request, context);
        return [];
      },
    });
    for (const reference of externalReferences)
      await app.execute(referenceAggregate, referenceId(reference), step(`claim ${referenceId(reference)}`), call, {
        caseId: agencyId,
        decide: (state, context) => claim(state, { agencyId, reference }, context),
      });
    const { etag, position } = await app.execute(agencyAggregate, agencyId, { requestId, occurredAt }, call, {
      caseId: agencyId,
      decide: (state, context) => register(state, request, context),
    });
    return { etag, position };
  },

  suspendAgency: async (request, call) => {
    const { etag, position } = await app.execute(agencyAggregate, request.agencyId, request, call, {
      decide: (state, context) => suspend(state, request, context),
    });
    return { etag, position };
  },

  resumeAgency: async (request, call) => {
    const { etag, position } = await app.execute(agencyAggregate, request.agencyId, request, call, {
      decide: (state, context) => resume(state, request, context),
    });
    return { etag, position };
  },

  offerService: async (request, call) => {
    const serviceId = app.newId(call, request, 'service');
    const [agency, office, unknown] = await Promise.all([
      app.load(agencyAggregate, request.agencyId),
      app.load(officeAggregate, request.officeId),
      unknownPlaces(app.db, request.areaCodes),
    ]);
    const { etag, position } = await app.execute(serviceAggregate, serviceId, request, call, {
      caseId: request.agencyId,
      decide: (state, context) => offer(state, { ...request, serviceId }, context, { agency: agency.state, office: office.state, unknown }),
    });
    return { etag, position, serviceId };
  },

  changeServiceCapacity: async (request, call) => {
    const { etag, position } = await app.execute(serviceAggregate, request.serviceId, request, call, {
      decide: (state, context) => changeCapacity(state, request, context),
    });
    return { etag, position };
  },

  withdrawService: async (request, call) => {
    const { etag, position } = await app.execute(serviceAggregate, request.serviceId, request, call, {
      decide: (state, context) => withdraw(state, request, context),
    });
    return { etag, position };
  },
});
