import { type AnyEvent, type AnyReaction, type Ordered, reaction } from '@accompany/runtime';
import { type Event, followLeaving, type Programme, programmeAggregate } from './programme.js';

/** A programme learns that a case left it. Entering needs no reaction: the programme decided on it. */
export const followCase = (event: AnyEvent, { caseId }: { readonly caseId: string }): readonly Ordered<Programme, Event>[] => {
  if (event.$case !== 'caseProgrammeLeft') return [];
  const { programmeId, admission } = event.value;
  return [{ id: programmeId, decide: (state) => followLeaving(state, caseId, admission) }];
};

export const programmeReactions: readonly AnyReaction[] = [
  reaction({
    name: 'programme-follows-case',
    does: "takes the case out of the programme's list",
    aggregate: programmeAggregate,
    on: followCase,
  }),
];
