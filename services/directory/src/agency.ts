import type { ExternalReference } from '@accompany/contracts/common/v1/common';
import { AgencyEvent } from '@accompany/contracts/directory/v1/events';
import type { RegisterAgencyRequest, ResumeAgencyRequest, SuspendAgencyRequest } from '@accompany/contracts/directory/v1/service';
import type { AgencyKind } from '@accompany/contracts/directory/v1/types';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { mustBeOperator } from './caller.js';

export type Event = NonNullable<AgencyEvent['event']>;
export type Agency = { status: 'none' } | ({ status: 'active' | 'suspended' } & Registration);
type Registration = { agencyId: string; name: string; kinds: AgencyKind[]; externalReferences: ExternalReference[] };

export const agency: Decider<Agency, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'agencyRegistered':
        return { status: 'active', ...event.value };
      case 'agencySuspended':
        return state.status === 'none' ? state : { ...state, status: 'suspended' };
      case 'agencyResumed':
        return state.status === 'none' ? state : { ...state, status: 'active' };
      default:
        return unreachable(event);
    }
  },
};

/** Stream `agency-<agency id>`: the id is a slug, so registering one twice meets the first. */
export const agencyAggregate = aggregate({
  category: 'agency',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: agency,
  codec: AgencyEvent,
});

/** Takes an agency into the network. The same registration again changes nothing; other data under the id is refused. */
export const register = (state: Agency, command: RegisterAgencyRequest, { actor }: DecisionContext): Event[] => {
  mustBeOperator(actor);
  const { agencyId, name, kinds, externalReferences } = command;
  if (state.status !== 'none') {
    if (sameRegistration(state, command)) return [];
    throw new Rejection('AGENCY_ID_TAKEN', { agency_id: agencyId });
  }
  return [{ $case: 'agencyRegistered', value: { agencyId, name, kinds, externalReferences } }];
};

/** Stops new referrals to an agency; nothing that is open ends. */
export const suspend = (state: Agency, { agencyId, reason }: SuspendAgencyRequest, { actor }: DecisionContext): Event[] => {
  mustBeOperator(actor);
  switch (state.status) {
    case 'none':
      throw new Rejection('AGENCY_UNKNOWN');
    case 'suspended':
      return [];
    case 'active':
      return [{ $case: 'agencySuspended', value: { agencyId, reason } }];
  }
};

/** Makes a suspended agency active again. */
export const resume = (state: Agency, { agencyId, reason }: ResumeAgencyRequest, { actor }: DecisionContext): Event[] => {
  mustBeOperator(actor);
  switch (state.status) {
    case 'none':
      throw new Rejection('AGENCY_UNKNOWN');
    case 'active':
      return [];
    case 'suspended':
      return [{ $case: 'agencyResumed', value: { agencyId, reason } }];
  }
};

/** Refuses an agency that may not open or offer anything now. */
export const mustBeActive = (state: Agency): void => {
  if (state.status === 'none') throw new Rejection('AGENCY_UNKNOWN');
  if (state.status === 'suspended') throw new Rejection('AGENCY_SUSPENDED', { agency_id: state.agencyId });
};

const sameRegistration = (one: Registration, other: Registration): boolean => canonical(one) === canonical(other);

const canonical = ({ name, kinds, externalReferences }: Registration): string =>
  JSON.stringify([name, [...kinds].sort(), externalReferences.map(({ system, id }) => JSON.stringify([system, id])).sort()]);
