import type { RecordReferralFromOutsideRequest, ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { agencyFact, caseFact } from './facts-queries.js';
import { referralIdForReference } from './ids.js';
import { type OutsideCommand, recordFromOutside } from './outside.js';
import { readLimits } from './pick-up.js';
import { referralAggregate } from './referral.js';
import { awaitPositions, sealNarrative } from './sealing.js';

/** The call that writes down a referral made outside. */
export const outsideHandlers = (app: App): Pick<Handlers<ReferralServiceDefinition>, 'recordReferralFromOutside'> => {
  const limits = readLimits(app.config);
  return {
    recordReferralFromOutside: async (request, call) => {
      await awaitPositions(app, request.atLeastPositions, request.caseId);
      const { externalReference, requestId } = request;
      const referralId = externalReference === undefined ? app.newId(call, request, 'referral') : referralIdForReference(externalReference);
      const [found, sender, receiver] = await Promise.all([
        caseFact(app.db, request.caseId),
        agencyFact(app.db, request.sender),
        agencyFact(app.db, request.receiver),
      ]);
      const command = found === undefined ? unsealable(request) : await sealed(app, referralId, found.clientId, request);
      const done = await app.execute(referralAggregate, referralId, request, call, {
        caseId: found?.caseId,
        decide: (state, context) => recordFromOutside(state, command, { case: found, sender, receiver, limits }, context),
      });
      const ours = done.state.status === 'none' || done.state.terms.outside?.recordedUnder === requestId;
      return { referralId, etag: done.etag, position: done.position, alreadyKnown: !ours };
    },
  };
};

const sealed = async (app: App, id: string, clientId: string, request: RecordReferralFromOutsideRequest): Promise<OutsideCommand> => {
  const seal = (text: string) => sealNarrative(app, { clientId, aggregate: referralAggregate, id }, text);
  const ambiguities = await Promise.all(
    request.ambiguities.map(async ({ code, sourceText }) => ({ code, sourceText: await seal(sourceText) })),
  );
  return { ...plain(request), ambiguities, note: await seal(request.note) };
};

/** Without a case there is nobody under whose key to seal; the decision refuses, unless the referral is known already. */
const unsealable = (request: RecordReferralFromOutsideRequest): OutsideCommand => ({ ...plain(request), ambiguities: [] });

const plain = ({
  requestId,
  sender,
  receiver,
  channel,
  category,
  urgency,
  needId,
  externalReference,
  sourceService,
  dateMissing,
}: RecordReferralFromOutsideRequest) => ({
  requestId,
  sender,
  receiver,
  channel,
  category,
  urgency,
  needId,
  externalReference,
  sourceService,
  dateMissing,
});
