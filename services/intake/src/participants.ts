import type { CaseworkerReleased } from '@accompany/contracts/intake/v1/events';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { type Case, type Event, referralsOf } from './case.js';
import { known, ledAndOpen, ledAndStanding } from './case-guards.js';

const { PARTICIPANT_ROLE_MONITOR: MONITOR, PARTICIPANT_ROLE_PROVIDER: PROVIDER } = ParticipantRole;

/** An agency provides under a referral. */
export type Provision = { readonly agency: string; readonly referralId: string };

/** The receiver of an accepted referral provides from now on. The lead is in already and stays the lead. */
export const joinAsProvider = (state: Case, { agency, referralId }: Provision): Event[] => {
  const found = known(state);
  const referrals = referralsOf(found, agency);
  if (found.lead === agency || referrals.includes(referralId)) return [];
  return referrals.length === 0
    ? [{ $case: 'participantJoined', value: { agency, role: PROVIDER, because: referralId } }]
    : [{ $case: 'participationExtended', value: { agency, referralId } }];
};

/** A referral ended: its receiver leaves, unless it provides under another one. */
export const leaveAsProvider = (state: Case, { agency, referralId }: Provision): Event[] => {
  const referrals = referralsOf(known(state), agency);
  if (!referrals.includes(referralId)) return [];
  return referrals.length === 1
    ? [{ $case: 'participantLeft', value: { agency, role: PROVIDER, referralId } }]
    : [{ $case: 'participationNarrowed', value: { agency, referralId } }];
};

/** The lead lets another agency of the network follow the case. */
export const addMonitor = (state: Case, agency: string, listed: boolean, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.lead === agency) throw new Rejection('LEAD_CANNOT_MONITOR');
  if (found.monitors.has(agency)) return [];
  if (!listed) throw new Rejection('AGENCY_NOT_LISTED', { agency });
  return [{ $case: 'participantJoined', value: { agency, role: MONITOR, because: '' } }];
};

/** The lead ends that an agency follows the case. */
export const removeMonitor = (state: Case, agency: string, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  return found.monitors.has(agency) ? [{ $case: 'participantLeft', value: { agency, role: MONITOR, referralId: '' } }] : [];
};

/** Who was responsible no longer is; nobody is until the lead assigns another. Also in a closed case: whoever leaves, leaves. */
export const releaseCaseworker = (state: Case, command: CaseworkerReleased, context: DecisionContext): Event[] => {
  const { caseworker } = ledAndStanding(state, context);
  if (caseworker === '') return [];
  if (caseworker !== command.person) throw new Rejection('NOT_THE_CASEWORKER');
  return [{ $case: 'caseworkerReleased', value: command }];
};

/** The lead makes one of its people responsible. */
export const assignCaseworker = (state: Case, person: string, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  return found.caseworker === person ? [] : [{ $case: 'caseworkerAssigned', value: { person } }];
};
