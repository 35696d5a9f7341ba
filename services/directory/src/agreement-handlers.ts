import { type Agreement as AgreementMessage, AgreementStatus } from '@accompany/contracts/directory/v1/agreement';
import type { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { type Actor, Rejection } from '@accompany/domain';
import type { App, Handlers } from '@accompany/runtime';
import { agencyAggregate } from './agency.js';
import { agreementAggregate, end, propose, sign } from './agreement.js';
import { type Agreed, agreementsOf } from './listing.js';
import { pageLimit, pageOf, pageStart } from './paging-queries.js';
import { sealing } from './sealing-handlers.js';
import type { ListingView } from './views.js';

type Agreements = Pick<
  Handlers<DirectoryServiceDefinition>,
  'proposeAgreement' | 'signAgreement' | 'endAgreement' | 'getAgreement' | 'listAgreements'
>;

/** The calls about sharing agreements: for their parties; services of the network may read them. */
export const agreementHandlers = (app: App, view: ListingView): Agreements => ({
  proposeAgreement: async (request, call) => {
    if (call.actor.kind !== 'agency') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
    const agreementId = app.newId(call, request, 'agreement');
    const proposerId = call.actor.agency;
    const [proposer, other] = await Promise.all([app.load(agencyAggregate, proposerId), app.load(agencyAggregate, request.agencyId)]);
    const { etag, position } = await app.execute(agreementAggregate, agreementId, request, call, {
      caseId: proposerId,
      decide: (state, context) => propose(state, { ...request, agreementId }, context, { proposer: proposer.state, other: other.state }),
    });
    return { etag, position, agreementId };
  },

  signAgreement: async (request, call) => {
    const signer = await app.load(agencyAggregate, partyName(call.actor));
    const { etag, position } = await app.execute(agreementAggregate, request.agreementId, request, call, {
      decide: (state, context) => sign(state, context, signer.state),
    });
    return { etag, position };
  },

  endAgreement: async (request, call) => {
    const { etag, position } = await app.execute(agreementAggregate, request.agreementId, request, call, {
      decide: (state, context) => end(state, request, context),
    });
    return { etag, position };
  },

  getAgreement: async ({ agreementId }, { actor }) => {
    const { etag } = await app.load(agreementAggregate, agreementId);
    const agreed = (await view.read(undefined)).agreements.get(agreementId);
    if (agreed === undefined || (actor.kind === 'agency' && ![agreed.proposer, agreed.otherParty].includes(actor.agency)))
      throw new Rejection('AGREEMENT_UNKNOWN');
    return { agreement: shown(agreed), etag };
  },

  listAgreements: async ({ status, pageSize, pageToken, atLeastPosition }, { actor }) => {
    const list = { key: sealing(app), actor, asked: ['agreements', status] };
    const after = pageStart(list, pageToken);
    const agency = actor.kind === 'agency' ? actor.agency : undefined;
    const limit = pageLimit(pageSize);
    const found = agreementsOf(await view.read(atLeastPosition), { agency, status: STATUSES.get(status), after }).slice(0, limit + 1);
    const page = pageOf(list, found, limit, ({ agreementId }) => agreementId);
    return { agreements: page.shown.map(shown), nextPageToken: page.nextPageToken };
  },
});

const partyName = (actor: Actor): string => (actor.kind === 'agency' ? actor.agency : '');

const STATUSES = new Map<AgreementStatus, Agreed['status']>([
  [AgreementStatus.AGREEMENT_STATUS_PROPOSED, 'proposed'],
  [AgreementStatus.AGREEMENT_STATUS_SIGNED, 'signed'],
  [AgreementStatus.AGREEMENT_STATUS_ENDED, 'ended'],
]);

const shown = (agreed: Agreed): AgreementMessage => ({
  agreementId: agreed.agreementId,
  proposer: agreed.proposer,
  otherParty: agreed.otherParty,
  terms: agreed.terms,
  status: statusCode(agreed.status),
  signedAt: agreed.signedAt,
  endedAt: agreed.endedAt,
  endedBecause: agreed.because,
});

const statusCode = (status: Agreed['status']): AgreementStatus => {
  switch (status) {
    case 'proposed':
      return AgreementStatus.AGREEMENT_STATUS_PROPOSED;
    case 'signed':
      return AgreementStatus.AGREEMENT_STATUS_SIGNED;
    case 'ended':
      return AgreementStatus.AGREEMENT_STATUS_ENDED;
  }
};
