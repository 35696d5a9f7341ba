import type { Position } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import { decodeEvent, readAfter, type StoredEvent, streamCategory } from '@accompany/store';
import type { Pool } from 'pg';
import { agencyAggregate } from './agency.js';
import { agreementAggregate } from './agreement.js';
import { gazetteerAggregate } from './gazetteer.js';
import { emptyListing, enter, type Listing } from './listing.js';
import { officeAggregate } from './office.js';
import { referenceAggregate } from './reference.js';
import { serviceAggregate } from './service.js';

/** The listing, kept in memory: a directory is small, and read far more often than changed. */
export type ListingView = {
  /** The listing with everything in it that was acknowledged before the call. */
  readonly read: (atLeast: Position | undefined) => Promise<Listing>;
};

const BATCH = 1000;

/**
 * A view that catches up with the store when it is read: no lag, no tables, and a restart is a rebuild. Calls that come while
 * it is catching up share the next round, since the round under way may have begun before their write.
 */
export const listingView = (db: Pool): ListingView => {
  const listing = emptyListing();
  let seen = 0;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  const catchUp = async (): Promise<void> => {
    for (let events = await readAfter(db, seen, BATCH); events.length > 0; events = await readAfter(db, seen, BATCH))
      for (const event of events) {
        enter(listing, contentOf(event), event.occurredAt);
        seen = event.position;
      }
  };
  const nextRound = (): Promise<void> => {
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        running = catchUp();
        return running;
      });
    return next;
  };

  return {
    read: async (atLeast) => {
      await nextRound();
      if (atLeast?.service === 'directory' && atLeast.value > seen) throw new Rejection('POSITION_NOT_REACHED');
      return listing;
    },
  };
};

const contentOf = ({ stream, payload }: StoredEvent) => {
  switch (streamCategory(stream)) {
    case agencyAggregate.category:
      return decodeEvent(agencyAggregate.codec, payload);
    case officeAggregate.category:
      return decodeEvent(officeAggregate.codec, payload);
    case serviceAggregate.category:
      return decodeEvent(serviceAggregate.codec, payload);
    case referenceAggregate.category:
      return decodeEvent(referenceAggregate.codec, payload);
    case agreementAggregate.category:
      return decodeEvent(agreementAggregate.codec, payload);
    case gazetteerAggregate.category:
      return decodeEvent(gazetteerAggregate.codec, payload);
    default:
      throw new Error('an event of an aggregate that the directory does not have');
  }
};
