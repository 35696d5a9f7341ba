import type { HandoverServiceDefinition } from '@accompany/contracts/referral/v1/handover_service';
import type { DecisionContext } from '@accompany/domain';
import { Rejection } from '@accompany/domain';
import type { App, Call, Handlers, Mutation } from '@accompany/runtime';
import { abandon, asGiver, declare, draft, explain, keep, list, offerAgain, offerAll, remove } from './giver.js';
import { type Event, type Handover, handoverAggregate } from './handover.js';
import { handoverReadHandlers } from './handover-read-handlers.js';
import { nextTransfer } from './next-transfer-handlers.js';
import { offerFacts } from './offer-queries.js';
import { answerTimes, type OfferFacts } from './offer-rules.js';
import { actingAgency } from './parties.js';
import { awaitPositions } from './sealing.js';
import { transferHandlers } from './transfer-handlers.js';

type GiverHandlers = Pick<
  Handlers<HandoverServiceDefinition>,
  | 'draftHandover'
  | 'addHandoverItems'
  | 'removeHandoverItems'
  | 'declareHandoverTotals'
  | 'explainHandoverDifferences'
  | 'offerHandover'
  | 'offerHandoverItemAgain'
  | 'keepHandoverItem'
  | 'abandonHandover'
>;

/** All calls about handovers and transfers. */
export const handoverHandlers = (app: App): Handlers<HandoverServiceDefinition> => ({
  ...giverHandlers(app),
  ...transferHandlers(app),
  ...handoverReadHandlers(app),
});

/** The calls of the agency that gives, about its list. */
const giverHandlers = (app: App): GiverHandlers => {
  const days = app.config.ACCOMPANY_TRANSFER_ANSWER_DAYS;
  const carryOut = async (
    request: Mutation & { handoverId: string },
    call: Call,
    decide: (state: Handover, context: DecisionContext) => Event[],
  ) => {
    const caseId = actingAgency(call);
    const { etag, position } = await app.execute(handoverAggregate, request.handoverId, request, call, { caseId, decide });
    return { etag, position };
  };
  /** What an offer of these cases looks at, for the giver only: a stranger's is refused before anything is looked up for it. */
  const factsFor = async (
    handoverId: string,
    call: Call,
    choose: (items: { caseId: string; receiver: string }[]) => { caseId: string; receiver: string }[],
  ): Promise<OfferFacts> => {
    const { terms } = asGiver((await app.load(handoverAggregate, handoverId)).state, call);
    return offerFacts(app.db, terms.giver, choose([...terms.items.values()]), answerTimes(call.now, days));
  };

  return {
    draftHandover: async (request, call) => {
      const declared = totalsOf(request.declared);
      const handoverId = app.newId(call, request, 'handover');
      const done = await carryOut({ ...request, handoverId }, call, (state, context) =>
        draft(state, { reason: request.reason, declared }, context),
      );
      return { handoverId, ...done };
    },
    addHandoverItems: (request, call) => carryOut(request, call, (state, context) => list(state, request, context)),
    removeHandoverItems: (request, call) => carryOut(request, call, (state, context) => remove(state, request, context)),
    declareHandoverTotals: (request, call) => {
      const declared = totalsOf(request.declared);
      return carryOut(request, call, (state, context) => declare(state, { declared }, context));
    },
    explainHandoverDifferences: (request, call) => carryOut(request, call, (state, context) => explain(state, request, context)),
    offerHandover: async (request, call) => {
      await awaitPositions(app, request.atLeastPositions, '');
      const facts = await factsFor(request.handoverId, call, (items) => items);
      return carryOut(request, call, (state, context) => offerAll(state, facts, context));
    },
    offerHandoverItemAgain: async (request, call) => {
      const { handoverId, caseId, receiver } = request;
      await awaitPositions(app, request.atLeastPositions, caseId);
      const known = await factsFor(handoverId, call, () => [{ caseId, receiver }]);
      const facts = await nextTransfer(app, known, caseId, call);
      return carryOut(request, call, (state, context) => offerAgain(state, request, facts, context));
    },
    keepHandoverItem: (request, call) => carryOut(request, call, (state, context) => keep(state, request, context)),
    abandonHandover: (request, call) => carryOut(request, call, abandon),
  };
};

const totalsOf = <Totals>(totals: Totals | undefined): Totals => {
  if (totals === undefined) throw new Rejection('INVALID_FIELDS', {}, [{ field: 'declared', description: 'value is required' }]);
  return totals;
};
