import { type AnyEvent, type AnyReaction, type Ordered, reaction } from '@accompany/runtime';
import { type Event, type Office, officeAggregate, takeCase } from './office.js';

type Meta = { readonly caseId: string; readonly position: number };

/** An office learns of the cases that are assigned to it, and takes or refuses them in the order of its own history. */
export const followAssignment = (event: AnyEvent, { caseId, position }: Meta): readonly Ordered<Office, Event>[] =>
  event.$case === 'caseOfficeAssigned'
    ? [{ id: event.value.officeId, decide: (state) => takeCase(state, { caseId, assignedAtPosition: position }) }]
    : [];

export const reactions: readonly AnyReaction[] = [
  reaction({
    name: 'office-follows-assignment',
    does: 'lets the office take the case, or refuse it once its end has begun',
    aggregate: officeAggregate,
    on: followAssignment,
  }),
];
