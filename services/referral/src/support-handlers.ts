import type { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { type App, type Handlers, readAtLeast } from '@accompany/runtime';
import { caseFact } from './facts-queries.js';
import { awaitPositions, sealNarrative } from './sealing.js';
import { asRecorder, deliver, enterSupportInError, supportAggregate } from './support.js';

type SupportHandlers = Pick<Handlers<ReferralServiceDefinition>, 'recordSupport' | 'enterSupportInError' | 'getSupport'>;

/** The calls about support that a lead delivers itself. */
export const supportHandlers = (app: App): SupportHandlers => ({
  recordSupport: async (request, call) => {
    await awaitPositions(app, request.atLeastPositions, request.caseId);
    const supportId = app.newId(call, request, 'support');
    const found = await caseFact(app.db, request.caseId);
    const { kind, amount, currency } = request;
    const place = found && { clientId: found.clientId, aggregate: supportAggregate, id: supportId };
    const command = { kind, amount, currency, reason: place && (await sealNarrative(app, place, request.reason)) };
    const done = await app.execute(supportAggregate, supportId, request, call, {
      caseId: found?.caseId,
      decide: (state, context) => deliver(state, command, { case: found }, context),
    });
    return { supportId, etag: done.etag, position: done.position };
  },

  enterSupportInError: async (request, call) => {
    const { etag, position } = await app.execute(supportAggregate, request.supportId, request, call, {
      decide: (state, context) => enterSupportInError(state, request, context),
    });
    return { etag, position };
  },

  getSupport: async ({ supportId, atLeastPosition }, call) => {
    const asked = { id: supportId, atLeastPosition };
    const { seen, found } = await readAtLeast(app, supportAggregate, asked, ({ state }) => asRecorder(state, call));
    const { status, delivered } = seen;
    const { agency, kind, amount, currency, reason } = delivered;
    const opened = await app.open(reason, supportAggregate, supportId);
    return { supportId, agency, kind, amount, currency, reason: opened, enteredInError: status === 'entered_in_error', etag: found.etag };
  },
});
