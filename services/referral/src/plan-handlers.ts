import type { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import type { DecisionContext } from '@accompany/domain';
import type { App, Call, Handlers, Mutation } from '@accompany/runtime';
import { asReceiver } from './parties.js';
import { type Event, type Plan, planAggregate } from './plan.js';
import { activate, asDeliverer, completePlan, continuePlan, discontinue, draftPlan, review } from './plan-decisions.js';
import { referralAggregate } from './referral.js';
import { clientOf, sealNarrative } from './sealing.js';
import { cancelSession, holdSession, missSession, planSession, rescheduleSession } from './session-decisions.js';

type PlanHandlers = Pick<
  Handlers<ReferralServiceDefinition>,
  | 'draftPlan'
  | 'activatePlan'
  | 'reviewPlan'
  | 'continuePlan'
  | 'completePlan'
  | 'discontinuePlan'
  | 'planSession'
  | 'holdSession'
  | 'missSession'
  | 'cancelSession'
  | 'rescheduleSession'
>;

/** The calls of the agency that delivers a service plan. */
export const planHandlers = (app: App): PlanHandlers => {
  const carryOut = async (
    request: Mutation & { planId: string },
    call: Call,
    decide: (state: Plan, context: DecisionContext) => Event[],
  ) => {
    const { etag, position } = await app.execute(planAggregate, request.planId, request, call, { decide });
    return { etag, position };
  };

  return {
    draftPlan: async (request, call) => {
      const { referralId } = request;
      const { state: referral, key: caseId } = await app.load(referralAggregate, referralId);
      asReceiver(referral, call);
      const planId = app.newId(call, request, 'plan');
      const clientId = await clientOf(app, caseId);
      const goal = await sealNarrative(app, { clientId, aggregate: planAggregate, id: planId }, request.note);
      const done = await app.execute(planAggregate, planId, request, call, {
        caseId,
        decide: (state, context) => draftPlan(state, { referralId, clientId, goal }, { referral }, context),
      });
      return { planId, etag: done.etag, position: done.position };
    },
    activatePlan: (request, call) => carryOut(request, call, (state, context) => activate(state, request, context)),
    reviewPlan: (request, call) => carryOut(request, call, review),
    continuePlan: (request, call) => carryOut(request, call, (state, context) => continuePlan(state, request, context)),
    completePlan: (request, call) => carryOut(request, call, (state, context) => completePlan(state, request, context)),
    discontinuePlan: (request, call) => carryOut(request, call, (state, context) => discontinue(state, request, context)),

    planSession: async (request, call) => {
      const sessionId = app.newId(call, request, 'session');
      const command = { sessionId, plannedFor: request.plannedFor };
      return { ...(await carryOut(request, call, (state, context) => planSession(state, command, context))), sessionId };
    },
    holdSession: async (request, call) => {
      const { planId, sessionId, note } = request;
      const { terms } = asDeliverer((await app.load(planAggregate, planId)).state, call);
      const command = {
        sessionId,
        note: await sealNarrative(app, { clientId: terms.clientId, aggregate: planAggregate, id: planId }, note),
      };
      return carryOut(request, call, (state, context) => holdSession(state, command, context));
    },
    missSession: (request, call) => carryOut(request, call, (state, context) => missSession(state, request, context)),
    cancelSession: (request, call) => carryOut(request, call, (state, context) => cancelSession(state, request, context)),
    rescheduleSession: async (request, call) => {
      const newSessionId = app.newId(call, request, 'session');
      const { sessionId, plannedFor } = request;
      const command = { sessionId, newSessionId, plannedFor };
      return { ...(await carryOut(request, call, (state, context) => rescheduleSession(state, command, context))), newSessionId };
    },
  };
};
