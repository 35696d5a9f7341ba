import { RepresentationBlock } from '@accompany/contracts/legalaid/v1/types';
import type { Actor } from '@accompany/domain';
import type { Fact } from './fact.js';

/**
 * A fact as this reader may know it: what stands in the way of representation stays with the matter's agency, as
 * legal-aid itself answers; other agencies read that it is blocked. Services read everything. Policy will have its place here.
 */
export const asReadBy =
  (reader: Actor) =>
  <Read extends Pick<Fact, 'event' | 'actor'>>(fact: Read): Read => {
    const { event, actor } = fact;
    if (event.$case !== 'representationBlocked' && event.$case !== 'representationUnblocked') return fact;
    const own = reader.kind === 'service' || (actor.kind === 'agency' && actor.agency === reader.agency);
    return own ? fact : { ...fact, event: { ...event, value: { reason: RepresentationBlock.REPRESENTATION_BLOCK_UNSPECIFIED } } };
  };
