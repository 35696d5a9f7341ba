import type { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { cancel, enterInError } from './either-side.js';
import { needFact, permissionFacts, sendFacts } from './facts-queries.js';
import { referralIdAfter, referralIdForNeed } from './ids.js';
import { asSender } from './parties.js';
import { readLimits } from './pick-up.js';
import { referral, referralAggregate } from './referral.js';
import { renewSharing } from './renewal.js';
import { awaitPositions, sealNote } from './sealing.js';
import { closeLoop, draft, send, withdraw } from './sender.js';

type SenderHandlers = Pick<
  Handlers<ReferralServiceDefinition>,
  'draftReferral' | 'sendReferral' | 'renewSharing' | 'withdrawReferral' | 'cancelReferral' | 'closeLoop' | 'enterReferralInError'
>;

/** The calls that draft and send a referral, and those that take it back or close it. */
export const senderHandlers = (app: App): SenderHandlers => {
  const limits = readLimits(app.config);

  return {
    draftReferral: async (request, call) => {
      await awaitPositions(app, request.atLeastPositions, request.caseId);
      const need = await needFact(app.db, request.needId, request.caseId);
      const { previousReferralId } = request;
      const referralId =
        previousReferralId === '' ? referralIdForNeed(need?.needId ?? request.needId) : referralIdAfter(previousReferralId);
      const previous = previousReferralId === '' ? referral.initial : (await app.load(referralAggregate, previousReferralId)).state;
      const command = { needId: need?.needId ?? request.needId, previousReferralId };
      const done = await app.execute(referralAggregate, referralId, request, call, {
        caseId: need?.caseId,
        decide: (state, context) => draft(state, command, { need, previous }, context),
      });
      return { referralId, etag: done.etag, position: done.position };
    },

    sendReferral: async (request, call) => {
      const { referralId } = request;
      const { state, key: caseId } = await app.load(referralAggregate, referralId);
      const { terms } = asSender(state, call);
      await awaitPositions(app, request.atLeastPositions, caseId);
      const { receiver, serviceId, shareCategories, permission, intent } = request;
      const command = { receiver, serviceId, shareCategories, permission, intent, note: await sealNote(app, request, call) };
      const facts = await sendFacts(app.db, { referralId, caseId, terms, command, limits });
      const done = await app.execute(referralAggregate, referralId, request, call, {
        decide: (state, context) => send(state, command, facts, context),
      });
      return { etag: done.etag, position: done.position };
    },

    renewSharing: async (request, call) => {
      const { referralId, permission } = request;
      const { state, key: caseId } = await app.load(referralAggregate, referralId);
      asSender(state, call);
      await awaitPositions(app, request.atLeastPositions, caseId);
      const facts = await permissionFacts(app.db, caseId, permission);
      const done = await app.execute(referralAggregate, referralId, request, call, {
        decide: (current, context) => renewSharing(current, { permission }, facts, context),
      });
      return { etag: done.etag, position: done.position };
    },

    withdrawReferral: async (request, call) => {
      const command = { reason: request.reason, note: await sealNote(app, request, call) };
      const done = await app.execute(referralAggregate, request.referralId, request, call, {
        decide: (state, context) => withdraw(state, command, context),
      });
      return { etag: done.etag, position: done.position };
    },

    cancelReferral: async (request, call) => {
      const command = { reason: request.reason, note: await sealNote(app, request, call) };
      const done = await app.execute(referralAggregate, request.referralId, request, call, {
        decide: (state, context) => cancel(state, command, context),
      });
      return { etag: done.etag, position: done.position };
    },

    closeLoop: async (request, call) => {
      const done = await app.execute(referralAggregate, request.referralId, request, call, {
        decide: (state, context) => closeLoop(state, request, context),
      });
      return { etag: done.etag, position: done.position };
    },

    enterReferralInError: async (request, call) => {
      const done = await app.execute(referralAggregate, request.referralId, request, call, {
        decide: (state, context) => enterInError(state, request, context),
      });
      return { etag: done.etag, position: done.position };
    },
  };
};
