import { OfficeEvent } from '@accompany/contracts/directory/v1/events';
import type { CloseOfficeRequest, OpenOfficeRequest } from '@accompany/contracts/directory/v1/service';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { type Agency, mustBeActive } from './agency.js';
import { mustSpeakFor } from './caller.js';

export type Event = NonNullable<OfficeEvent['event']>;
export type Office = { status: 'none' } | { status: 'open' | 'closed'; officeId: string; agencyId: string };

export const office: Decider<Office, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'officeOpened':
        return { status: 'open', officeId: event.value.officeId, agencyId: event.value.agencyId };
      case 'officeClosed':
        return state.status === 'none' ? state : { ...state, status: 'closed' };
      default:
        return unreachable(event);
    }
  },
};

export const officeAggregate = aggregate({
  category: 'office',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: office,
  codec: OfficeEvent,
});

/** Opens an office of an active agency. */
export const open = (
  state: Office,
  { officeId, agencyId, name, areaCode }: OpenOfficeRequest & { officeId: string },
  { actor }: DecisionContext,
  agency: Agency,
): Event[] => {
  mustSpeakFor(agencyId, actor);
  if (state.status !== 'none') return [];
  mustBeActive(agency);
  return [{ $case: 'officeOpened', value: { officeId, agencyId, name, areaCode } }];
};

/** Closes an office for good. What it offered ends with it: it is listed no more. */
export const close = (state: Office, { officeId, reason }: CloseOfficeRequest, { actor }: DecisionContext): Event[] => {
  if (state.status === 'none') throw new Rejection('OFFICE_UNKNOWN');
  mustSpeakFor(state.agencyId, actor);
  if (state.status === 'closed') return [];
  return [{ $case: 'officeClosed', value: { officeId, agencyId: state.agencyId, reason } }];
};

/** Refuses an office from which this agency can offer nothing. */
export const mustBeOpenOf = (agencyId: string, state: Office): void => {
  if (state.status === 'none' || state.agencyId !== agencyId) throw new Rejection('OFFICE_UNKNOWN');
  if (state.status === 'closed') throw new Rejection('OFFICE_CLOSED', { office_id: state.officeId });
};
