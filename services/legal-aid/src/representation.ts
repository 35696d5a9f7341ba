import type { Part } from '@accompany/access/parts';
import type { RepresentationBlock, RepresentationEnd } from '@accompany/contracts/legalaid/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { notEnded, own, workable } from './guards.js';
import type { Event, Matter } from './matter.js';

/** Representation at court is not possible, and why. The same reason again is a no-op; another reason takes its place. */
export const block = (state: Matter, reason: RepresentationBlock, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  const { representation } = mine;
  if (representation.status === 'blocked' && representation.by === reason) return [];
  workable(mine);
  if (representation.status === 'engaged') throw new Rejection('MATTER_REPRESENTATION_ENGAGED');
  return [{ $case: 'representationBlocked', value: { reason } }];
};

/** What stood in the way is gone. Where nothing does, there is nothing to do. */
export const unblock = (state: Matter, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.representation.status !== 'blocked') return [];
  workable(mine);
  return [{ $case: 'representationUnblocked', value: { reason: mine.representation.by } }];
};

/** A lawyer is engaged for court, from prosecution on. Engaging the same one again is a no-op. */
export const engage = (state: Matter, lawyer: string, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  const { representation } = mine;
  if (representation.status === 'engaged' && representation.lawyer === lawyer) return [];
  workable(mine);
  if (representation.status === 'engaged') throw new Rejection('MATTER_REPRESENTATION_ENGAGED');
  if (!mine.reached.includes('prosecuted')) throw new Rejection('MATTER_REPRESENTATION_TOO_EARLY', { status: mine.status });
  if (representation.status === 'blocked') throw new Rejection('MATTER_REPRESENTATION_BLOCKED');
  return [{ $case: 'representationEngaged', value: { lawyer } }];
};

/** The lawyer no longer represents the beneficiaries; another may be engaged. Ending again is a no-op. */
export const endRepresentation = (state: Matter, reason: RepresentationEnd, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  const { representation } = mine;
  if (representation.status === 'ended') return [];
  notEnded(mine);
  if (representation.status !== 'engaged') throw new Rejection('MATTER_REPRESENTATION_NOT_ENGAGED');
  return [{ $case: 'representationEnded', value: { lawyer: representation.lawyer, reason } }];
};
