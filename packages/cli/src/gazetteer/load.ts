import { createHash } from 'node:crypto';
import { type Network, refusal } from '@accompany/client';
import type { PlaceLine, RefusedLine } from './file.js';

/** What a load came to. `read` is the sum of the next three. */
export type Loaded = {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Version of the gazetteer, and how many places it has now. */
  readonly version: number;
  readonly places: number;
};

/** The directory has not the parent of a place, and the files have neither. */
export class ParentMissing extends Error {
  constructor(readonly at: RefusedLine) {
    super(at.reason);
    this.name = 'ParentMissing';
  }
}

/** Most places in one call, and most bytes of them: a message may have 256 KiB. */
const MOST = 500;
const MOST_BYTES = 150_000;

/**
 * Loads places, larger ones first, part by part, and tells the network at the end. The same places again change nothing, so a
 * load that broke off is begun again. Throws `ParentMissing` for a place whose parent is nowhere; parts before it stay.
 */
export const loadGazetteer = async (
  { directory }: Network,
  places: readonly PlaceLine[],
  progress: (done: number) => void,
): Promise<Loaded> => {
  const digest = createHash('sha256')
    .update(JSON.stringify(places.map(({ place }) => place)))
    .digest('hex');
  const sum = { read: 0, added: 0, changed: 0, unchanged: 0 };
  for (const part of partsOf(places)) {
    const done = await directory.loadPlaces({ digest, places: part.map(({ place }) => place) }).catch((error) => {
      throw missingParent(error, part) ?? error;
    });
    sum.read += part.length;
    sum.added += done.added;
    sum.changed += done.changed;
    sum.unchanged += done.unchanged;
    progress(sum.read);
  }
  const { version, places: all } = await directory.publishGazetteer({});
  return { ...sum, version, places: all };
};

const partsOf = (places: readonly PlaceLine[]): PlaceLine[][] => {
  const parts: PlaceLine[][] = [];
  let bytes = 0;
  for (const one of places) {
    const size = Buffer.byteLength(JSON.stringify(one.place));
    const last = parts.at(-1);
    if (last === undefined || last.length === MOST || bytes + size > MOST_BYTES) {
      parts.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return parts;
};

const missingParent = (error: unknown, part: readonly PlaceLine[]): ParentMissing | undefined => {
  const { reason, facts } = refusal(error) ?? {};
  if (reason !== 'PLACE_PARENT_UNKNOWN') return undefined;
  const found = part.find(({ place }) => place.placeCode === facts?.place_code);
  if (found === undefined) return undefined;
  const { file, line } = found;
  return new ParentMissing({
    file,
    line,
    reason: `parent ${facts?.parent_code} of ${facts?.place_code} is neither in the files nor loaded`,
  });
};
