import { Rejection } from '@accompany/domain';
import type { App, Call } from '@accompany/runtime';
import type { GivenCase, OfferFacts } from './offer-rules.js';
import { actingAgency } from './parties.js';
import { transferAggregate } from './transfer.js';
import { transferId } from './transfer-id.js';

/**
 * What an offer of one case looks at, with the giver's last transfer of it as its stream says: the view may not know yet of one that was
 * made or that ended just now.
 */
export const nextTransfer = async (app: App, facts: OfferFacts, caseId: string, call: Call): Promise<OfferFacts> => {
  const giver = actingAgency(call);
  if (giver === undefined) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  const known = facts.cases.get(caseId);
  if (known === undefined) return facts;
  return { ...facts, cases: new Map([[caseId, await follow(app, known, caseId, giver)]]) };
};

const follow = async (app: App, known: GivenCase, caseId: string, giver: string): Promise<GivenCase> => {
  const { state } = await app.load(transferAggregate, known.transferId);
  switch (state.status) {
    case 'none':
      return { ...known, openTransferId: undefined };
    case 'offered':
    case 'accepted':
      return { ...known, openTransferId: known.transferId };
    default: {
      const next = { ...known, previousTransferId: known.transferId, transferId: transferId(caseId, giver, known.transferId) };
      return follow(app, next, caseId, giver);
    }
  }
};
