import type { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { agencyAggregate, register, resume, suspend } from './agency.js';
import { close, officeAggregate, open } from './office.js';
import { readHandlers } from './read-handlers.js';
import { claim, referenceAggregate, referenceId } from './reference.js';
import { changeCapacity, offer, serviceAggregate, withdraw } from './service.js';

export const directoryHandlers = (app: App): Handlers<DirectoryServiceDefinition> => ({
  ...readHandlers(app),

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

  openOffice: async (request, call) => {
    const officeId = app.newId(call, request, 'office');
    const agency = await app.load(agencyAggregate, request.agencyId);
    const { etag, position } = await app.execute(officeAggregate, officeId, request, call, {
      caseId: request.agencyId,
      decide: (state, context) => open(state, { ...request, officeId }, context, agency.state),
    });
    return { etag, position, officeId };
  },

  closeOffice: async (request, call) => {
    const { etag, position } = await app.execute(officeAggregate, request.officeId, request, call, {
      decide: (state, context) => close(state, request, context),
    });
    return { etag, position };
  },

  offerService: async (request, call) => {
    const serviceId = app.newId(call, request, 'service');
    const [agency, office] = await Promise.all([app.load(agencyAggregate, request.agencyId), app.load(officeAggregate, request.officeId)]);
    const { etag, position } = await app.execute(serviceAggregate, serviceId, request, call, {
      caseId: request.agencyId,
      decide: (state, context) => offer(state, { ...request, serviceId }, context, { agency: agency.state, office: office.state }),
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
