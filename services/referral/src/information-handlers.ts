import type { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { informationFacts } from './facts-queries.js';
import { shareInformation } from './information.js';
import { actingAgency } from './parties.js';
import { referralAggregate } from './referral.js';
import { awaitPositions, sealNarrative } from './sealing.js';

/** The call that tells another agency something. */
export const informationHandlers = (app: App): Pick<Handlers<ReferralServiceDefinition>, 'shareInformation'> => ({
  shareInformation: async (request, call) => {
    await awaitPositions(app, request.atLeastPositions, request.caseId);
    const { receiver, needId, category, shareCategories, permission } = request;
    const facts = await informationFacts(app.db, request.caseId, { receiver, permission });
    const id = app.newId(call, request, 'information');
    const partakes = facts.case?.participants.includes(actingAgency(call) ?? '') === true;
    const note =
      facts.case !== undefined && partakes
        ? await sealNarrative(app, { clientId: facts.case.clientId, aggregate: referralAggregate, id }, request.note)
        : undefined;
    const command = { receiver, needId, category, shareCategories, permission, note };
    const done = await app.execute(referralAggregate, id, request, call, {
      caseId: facts.case?.caseId,
      decide: (state, context) => shareInformation(state, command, facts, context),
    });
    return { referralId: id, etag: done.etag, position: done.position };
  },
});
