import type { HandoverServiceDefinition } from '@accompany/contracts/referral/v1/handover_service';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { App, Call, Handlers, Mutation } from '@accompany/runtime';
import { nextTransfer } from './next-transfer-handlers.js';
import { offerFacts } from './offer-queries.js';
import { answerTimes } from './offer-rules.js';
import { actingAgency } from './parties.js';
import { awaitPositions } from './sealing.js';
import { type Event, type Transfer, transferAggregate } from './transfer.js';
import { acceptTransfer, declineTransfer, offer, release, withdrawTransfer } from './transfer-decisions.js';

type TransferHandlers = Pick<
  Handlers<HandoverServiceDefinition>,
  'offerTransfer' | 'acceptTransfer' | 'declineTransfer' | 'releaseTransfer' | 'withdrawTransfer'
>;

/** The calls about one case: its giver's and its receiver's. */
export const transferHandlers = (app: App): TransferHandlers => {
  const days = app.config.ACCOMPANY_TRANSFER_ANSWER_DAYS;
  const carryOut = async (
    request: Mutation & { transferId: string },
    call: Call,
    decide: (state: Transfer, context: DecisionContext) => Event[],
  ) => {
    const { etag, position } = await app.execute(transferAggregate, request.transferId, request, call, { decide });
    return { etag, position };
  };

  return {
    offerTransfer: async (request, call) => {
      const giver = actingAgency(call);
      if (giver === undefined) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
      const { caseId } = request;
      await awaitPositions(app, request.atLeastPositions, caseId);
      const known = await offerFacts(app.db, giver, [request], answerTimes(call.now, days));
      const facts = await nextTransfer(app, known, caseId, call);
      const { transferId } = facts.cases.get(caseId) ?? {};
      if (transferId === undefined) throw new Rejection('TRANSFER_CASE_UNKNOWN');
      const { etag, position } = await app.execute(transferAggregate, transferId, request, call, {
        caseId,
        decide: (state, context) => offer(state, request, facts, context),
      });
      return { transferId, etag, position };
    },
    acceptTransfer: (request, call) => carryOut(request, call, acceptTransfer),
    declineTransfer: (request, call) => carryOut(request, call, (state, context) => declineTransfer(state, request, context)),
    releaseTransfer: (request, call) => carryOut(request, call, release),
    withdrawTransfer: (request, call) => carryOut(request, call, (state, context) => withdrawTransfer(state, request, context)),
  };
};
