import { Urgency } from '@accompany/contracts/common/v1/common';
import { DeclineReason, DuplicateCheckOutcome, LegalBasis } from '@accompany/contracts/intake/v1/types';
import { type Action, type Actor, ANY_ID } from '@accompany/domain';
import { becomeCase, type Event, forward, link, notifyAuthority, notTakeUp, type Report, screen } from './report.js';

const noMatch = { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH, candidateCaseIds: [], notes: undefined };
const notes = undefined;
const { LEGAL_BASIS_VITAL_INTEREST: legalBasis } = LegalBasis;

/** What the agency of a report does with it. Agencies and cases that a command names stand in no way here: they are looked at when it comes. */
export const reportActions: readonly Action<Report, Event>[] = [
  { name: 'ScreenReport', attempt: (state, context) => screen(state, { urgency: urgencyOf(state), risk: 0, notes }, context) },
  { name: 'OpenCase', attempt: (state, context) => becomeCase(state, noMatch, context) },
  {
    name: 'LinkReport',
    attempt: (state, context) => link(state, state.status === 'linked_to_case' ? state.caseId : ANY_ID, () => {}, context),
  },
  {
    name: 'ForwardReport',
    attempt: (state, context) => forward(state, { toAgency: state.status === 'forwarded' ? state.toAgency : ANY_ID, notes }, true, context),
  },
  { name: 'DeclineReport', attempt: (state, context) => notTakeUp(state, { reason: reasonOf(state), notes }, context) },
  {
    name: 'NotifyAuthority',
    attempt: (state, context) => notifyAuthority(state, { noticeId: ANY_ID, authority: '', legalBasis, told: undefined }, context),
  },
];

const urgencyOf = (state: Report): Urgency =>
  state.status === 'none' || state.status === 'received' ? Urgency.URGENCY_MEDIUM : state.urgency;

const reasonOf = (state: Report): DeclineReason =>
  state.status === 'not_taken_up' ? state.ended.reason : DeclineReason.DECLINE_REASON_NO_CONCERN;

/** Whether the actor's agency received it or was given it. */
export const isReader = (state: Report, actor: Actor): boolean =>
  state.status !== 'none' &&
  actor.kind === 'agency' &&
  (state.received.agency === actor.agency || (state.status === 'forwarded' && state.toAgency === actor.agency));
