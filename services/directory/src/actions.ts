import { type Action, type Actor, ANY_ID } from '@accompany/domain';
import { type Agency, type Event as AgencyEvent, resume, suspend } from './agency.js';
import { type Agreement, type Event as AgreementEvent, end, sign } from './agreement.js';
import { isOperator } from './caller.js';
import { beginClosing, type CaseOffices, close, keepOpen, type Office, type Event as OfficeEvent } from './office.js';
import { changeCapacity, type Service, type Event as ServiceEvent, withdraw } from './service.js';

/** What every command carries. */
const command = { requestId: ANY_ID, occurredAt: undefined, etag: '', reason: '' };

/** What the operator does with an agency. */
export const agencyActions: readonly Action<Agency, AgencyEvent>[] = [
  { name: 'SuspendAgency', attempt: (state, context) => suspend(state, { ...command, agencyId: idOf(state) }, context) },
  { name: 'ResumeAgency', attempt: (state, context) => resume(state, { ...command, agencyId: idOf(state) }, context) },
];

const idOf = (state: Agency): string => (state.status === 'none' ? '' : state.agencyId);

/**
 * What an agency does with its office.
 * @param known where the cases are that it took
 */
export const officeActions = (known: CaseOffices): readonly Action<Office, OfficeEvent>[] => [
  { name: 'BeginOfficeClosing', attempt: (state, context) => beginClosing(state, { ...command, officeId: ANY_ID }, context) },
  { name: 'KeepOfficeOpen', attempt: (state, context) => keepOpen(state, { ...command, officeId: ANY_ID }, context) },
  { name: 'CloseOffice', attempt: (state, context) => close(state, { ...command, officeId: ANY_ID }, context, known) },
];

/** What an agency does with a service that it offers. */
export const serviceActions: readonly Action<Service, ServiceEvent>[] = [
  {
    name: 'ChangeServiceCapacity',
    attempt: (state, context) => changeCapacity(state, { ...command, serviceId: ANY_ID, capacity: oneMore(state) }, context),
  },
  { name: 'WithdrawService', attempt: (state, context) => withdraw(state, { ...command, serviceId: ANY_ID }, context) },
];

const oneMore = (state: Service) => {
  const { places = 0, freePlaces = 0 } = (state.status === 'none' ? undefined : state.capacity) ?? {};
  return { places: places + 1, freePlaces };
};

/**
 * What the parties do with a sharing agreement. Proposing one is tried by proposing.
 * @param caller the agency that asks, as it stands
 */
export const agreementActions = (caller: Agency): readonly Action<Agreement, AgreementEvent>[] => [
  { name: 'SignAgreement', attempt: (state, context) => sign(state, context, caller) },
  { name: 'EndAgreement', attempt: (state, context) => end(state, { reason: '' }, context) },
];

/** Whether the actor speaks for the agency, or for the agency whose office or service it is. */
export const speaksFor = (state: Agency | Office | Service, actor: Actor): boolean => {
  if (state.status === 'none') return false;
  return isOperator(actor) || (actor.kind === 'agency' && actor.agency === state.agencyId);
};

/** Whether the actor's agency is one of its two. */
export const isAgreementParty = (state: Agreement, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && [state.proposer, state.otherParty].includes(actor.agency);
