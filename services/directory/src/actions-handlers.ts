import { type Acting, type AnyActing, acting } from '@accompany/runtime';
import { agencyActions, agreementActions, isAgreementParty, officeActions, serviceActions, speaksFor } from './actions.js';
import { agencyAggregate } from './agency.js';
import { type Agreement, type Event as AgreementEvent, agreementAggregate } from './agreement.js';
import { type Event, type Office, officeAggregate } from './office.js';
import { caseOfficesOf } from './office-queries.js';
import { serviceAggregate } from './service.js';

const offices: Acting<Office, Event> = {
  aggregate: officeAggregate,
  actions: async ({ db }, { state }) => officeActions(await caseOfficesOf(db, state.status === 'none' ? [] : [...state.taken.keys()])),
  isParty: speaksFor,
};

const agreements: Acting<Agreement, AgreementEvent> = {
  aggregate: agreementAggregate,
  actions: async (app, _found, { actor }) =>
    agreementActions((await app.load(agencyAggregate, actor.kind === 'agency' ? actor.agency : '')).state),
  isParty: isAgreementParty,
};

/** What people may do with the entries of the directory. */
export const actings: readonly AnyActing[] = [
  acting({ aggregate: agencyAggregate, actions: agencyActions, isParty: speaksFor }),
  acting(offices),
  acting({ aggregate: serviceAggregate, actions: serviceActions, isParty: speaksFor }),
  acting(agreements),
];
