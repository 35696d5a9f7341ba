import {
  type ForeignRecordAcknowledged,
  type ParkedCaseResumed,
  type ParkedEventSkipped,
  RepairEvent,
} from '@accompany/contracts/operations/v1/events';
import { type Actor, type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate, type Topic } from '@accompany/store';
import { v5 as uuidv5 } from 'uuid';

export type Event = NonNullable<RepairEvent['event']>;

/** What operators decided about one event that a consumer could not handle, or about one record that is not ours. */
export type Repair = { readonly status: 'none' | 'tried' | 'skipped' | 'acknowledged' };

export const repair: Decider<Repair, Event> = {
  initial: { status: 'none' },
  evolve: (_state, event) => {
    switch (event.$case) {
      case 'parkedCaseResumed':
        return { status: 'tried' };
      case 'parkedEventSkipped':
        return { status: 'skipped' };
      case 'foreignRecordAcknowledged':
        return { status: 'acknowledged' };
      default:
        return unreachable(event);
    }
  },
};

/** A repair lies in the history of the case that it is about: on the topic where the parked event came from. */
export const repairOn = (topic: Topic) =>
  aggregate({ category: 'repair', type: 'accompany.operations.v1', topic, decider: repair, codec: RepairEvent });

const REPAIR = '6e0a4c4b-8f0e-5d0c-9d2b-2f5f3c1a7b90';

/** The id of the repair of one thing in one consumer of one service; the thing is an event's id or a record's coordinates. */
export const repairId = (service: string, consumer: string, thing: string): string => uuidv5(`${service}|${consumer}|${thing}`, REPAIR);

/** What is parked is tried again. It is told once of each failed event, however often it is tried. */
export const resume = ({ status }: Repair, command: ParkedCaseResumed, { actor }: DecisionContext): Event[] => {
  mustBeOperator(actor);
  return status === 'none' ? [{ $case: 'parkedCaseResumed', value: command }] : [];
};

/** The event never takes effect in this consumer. */
export const skip = ({ status }: Repair, command: ParkedEventSkipped, { actor }: DecisionContext): Event[] => {
  mustBeOperator(actor);
  return status === 'skipped' ? [] : [{ $case: 'parkedEventSkipped', value: command }];
};

/** The record is left out for good. */
export const acknowledge = ({ status }: Repair, command: ForeignRecordAcknowledged, { actor }: DecisionContext): Event[] => {
  mustBeOperator(actor);
  return status === 'acknowledged' ? [] : [{ $case: 'foreignRecordAcknowledged', value: command }];
};

/** @throws Rejection NOT_ALLOWED_FOR_CALLER for all but the operator */
export const mustBeOperator = (actor: Actor): void => {
  if (actor.kind !== 'service' || actor.service !== 'operator') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
};
