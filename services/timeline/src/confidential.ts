import { ChildFeeling } from '@accompany/contracts/assessment/v1/careplan_types';
import { RepresentationBlock } from '@accompany/contracts/legalaid/v1/types';
import type { Actor } from '@accompany/domain';
import type { Fact } from './fact.js';

/**
 * A fact as this reader may know it, as the services themselves answer: what stands in the way of representation stays with the
 * matter's agency, how the child feels about the care plan with the plan's; other agencies read that it is blocked, that the child was
 * asked. Services read everything.
 */
export const asReadBy =
  (reader: Actor) =>
  <Read extends Pick<Fact, 'event' | 'actor'>>(fact: Read): Read => {
    const { event, actor } = fact;
    if (reader.kind === 'service' || (actor.kind === 'agency' && actor.agency === reader.agency)) return fact;
    switch (event.$case) {
      case 'representationBlocked':
      case 'representationUnblocked':
        return { ...fact, event: { ...event, value: { reason: RepresentationBlock.REPRESENTATION_BLOCK_UNSPECIFIED } } };
      case 'childFeedbackRecorded':
        return { ...fact, event: { ...event, value: { ...event.value, feeling: ChildFeeling.CHILD_FEELING_UNSPECIFIED } } };
      default:
        return fact;
    }
  };
