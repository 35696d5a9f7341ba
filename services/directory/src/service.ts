import { ServiceEvent } from '@accompany/contracts/directory/v1/events';
import type { ChangeServiceCapacityRequest, OfferServiceRequest, WithdrawServiceRequest } from '@accompany/contracts/directory/v1/service';
import type { Capacity, Eligibility } from '@accompany/contracts/directory/v1/types';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { type Agency, mustBeActive } from './agency.js';
import { mustSpeakFor } from './caller.js';
import { mustBeOpenOf, type Office } from './office.js';
import { mustBeKnown, type UnknownPlace } from './place.js';

export type Event = NonNullable<ServiceEvent['event']>;
export type Service = { status: 'none' } | { status: 'offered' | 'withdrawn'; agencyId: string; capacity: Capacity | undefined };

export const service: Decider<Service, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'serviceOffered':
        return { status: 'offered', agencyId: event.value.agencyId, capacity: event.value.capacity };
      case 'serviceCapacityChanged':
        return state.status === 'none' ? state : { ...state, capacity: event.value.capacity };
      case 'serviceWithdrawn':
        return state.status === 'none' ? state : { ...state, status: 'withdrawn' };
      default:
        return unreachable(event);
    }
  },
};

export const serviceAggregate = aggregate({
  category: 'service',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: service,
  codec: ServiceEvent,
});

/** An active agency offers a service from an open office of its own, for areas that the gazetteer has. */
export const offer = (
  state: Service,
  command: OfferServiceRequest & { serviceId: string },
  { actor }: DecisionContext,
  from: { agency: Agency; office: Office; unknown: readonly UnknownPlace[] },
): Event[] => {
  const { serviceId, agencyId, officeId, name, category, areaCodes, eligibility, capacity } = command;
  mustSpeakFor(agencyId, actor);
  if (state.status !== 'none') return [];
  mustBeActive(from.agency);
  mustBeOpenOf(agencyId, from.office);
  mustBeKnown(from.unknown);
  mustAddUp(capacity);
  mustLeaveAnAge(eligibility);
  return [{ $case: 'serviceOffered', value: { serviceId, agencyId, officeId, name, category, areaCodes, eligibility, capacity } }];
};

/** The agency says how many clients the service can serve from now on. The same capacity again changes nothing. */
export const changeCapacity = (state: Service, command: ChangeServiceCapacityRequest, { actor }: DecisionContext): Event[] => {
  const { serviceId, capacity } = command;
  if (state.status === 'none') throw new Rejection('SERVICE_UNKNOWN');
  mustSpeakFor(state.agencyId, actor);
  if (state.status === 'withdrawn') throw new Rejection('SERVICE_WITHDRAWN', { service_id: serviceId });
  mustAddUp(capacity);
  if (state.capacity?.places === capacity?.places && state.capacity?.freePlaces === capacity?.freePlaces) return [];
  return [{ $case: 'serviceCapacityChanged', value: { serviceId, agencyId: state.agencyId, capacity } }];
};

/** Ends the offer for good. Referrals that were accepted go on. */
export const withdraw = (state: Service, { serviceId, reason }: WithdrawServiceRequest, { actor }: DecisionContext): Event[] => {
  if (state.status === 'none') throw new Rejection('SERVICE_UNKNOWN');
  mustSpeakFor(state.agencyId, actor);
  if (state.status === 'withdrawn') return [];
  return [{ $case: 'serviceWithdrawn', value: { serviceId, agencyId: state.agencyId, reason } }];
};

const mustAddUp = (capacity: Capacity | undefined): void => {
  if (capacity && capacity.freePlaces > capacity.places)
    throw new Rejection('CAPACITY_CONTRADICTORY', {}, [{ field: 'capacity.free_places', description: 'at most capacity.places' }]);
};

const mustLeaveAnAge = (eligibility: Eligibility | undefined): void => {
  if (eligibility?.maxAge !== undefined && eligibility.maxAge < eligibility.minAge)
    throw new Rejection('ELIGIBILITY_CONTRADICTORY', {}, [{ field: 'eligibility.max_age', description: 'at least eligibility.min_age' }]);
};
