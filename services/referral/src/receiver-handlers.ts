import type { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import type { DecisionContext } from '@accompany/domain';
import type { App, Call, Handlers, Mutation } from '@accompany/runtime';
import { measureAcceptance } from './measuring-queries.js';
import { accept, complete, decline, hold, receive, reportNotDelivered, resume, start, waitlist } from './receiver.js';
import { type Event, type Referral, referralAggregate } from './referral.js';
import { sealNote } from './sealing.js';

type ReceiverHandlers = Pick<
  Handlers<ReferralServiceDefinition>,
  | 'receiveReferral'
  | 'acceptReferral'
  | 'waitlistReferral'
  | 'declineReferral'
  | 'startService'
  | 'holdService'
  | 'resumeService'
  | 'completeService'
  | 'reportNotDelivered'
>;

/** The calls of the agency that was asked. */
export const receiverHandlers = (app: App): ReceiverHandlers => {
  const carryOut = async (
    request: Mutation & { referralId: string },
    call: Call,
    decide: (state: Referral, context: DecisionContext) => Event[],
  ) => {
    const { etag, position } = await app.execute(referralAggregate, request.referralId, request, call, { decide });
    return { etag, position };
  };

  const acceptIt = async (request: Mutation & { referralId: string }, call: Call) => {
    const { etag, position, state, events } = await app.execute(referralAggregate, request.referralId, request, call, { decide: accept });
    if (events.length > 0 && state.status === 'accepted')
      measureAcceptance(app, request.referralId, state.terms.urgency).catch((error: unknown) =>
        app.logger.warn({ err: error }, 'how long a referral had waited was not measured'),
      );
    return { etag, position };
  };

  return {
    receiveReferral: (request, call) => carryOut(request, call, (state, context) => receive(state, request, context)),
    acceptReferral: acceptIt,
    waitlistReferral: (request, call) => carryOut(request, call, waitlist),
    declineReferral: async (request, call) => {
      const command = { reason: request.reason, note: await sealNote(app, request, call) };
      return carryOut(request, call, (state, context) => decline(state, command, context));
    },
    startService: (request, call) => carryOut(request, call, start),
    holdService: async (request, call) => {
      const command = { note: await sealNote(app, request, call) };
      return carryOut(request, call, (state, context) => hold(state, command, context));
    },
    resumeService: (request, call) => carryOut(request, call, resume),
    completeService: async (request, call) => {
      const command = { outcome: request.outcome, note: await sealNote(app, request, call) };
      return carryOut(request, call, (state, context) => complete(state, command, context));
    },
    reportNotDelivered: async (request, call) => {
      const command = { reason: request.reason, note: await sealNote(app, request, call) };
      return carryOut(request, call, (state, context) => reportNotDelivered(state, command, context));
    },
  };
};
