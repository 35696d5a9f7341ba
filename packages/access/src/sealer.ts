import type { PersonalDataCategory, Sealed } from '@accompany/contracts/common/v1/common';
import { LRUCache } from 'lru-cache';
import { open, seal } from './seal.js';

/** A data key (32 bytes) and its version, from 1. */
export type DataKey = { readonly version: number; readonly key: Buffer };

/**
 * Where data keys come from. Without a version: the subject's current key of that category, made when there is none.
 * With a version: that key; one that does not exist is an error, never made.
 */
export type KeySource = {
  readonly dataKey: (subjectId: string, category: PersonalDataCategory, version?: number) => Promise<DataKey>;
};

/** Seals and opens personal data. Errors of the key source pass through; `SealBroken` when a value does not open. */
export type Sealer = {
  readonly seal: (subjectId: string, category: PersonalDataCategory, stream: string, text: string) => Promise<Sealed>;
  readonly open: (sealed: Sealed, stream: string) => Promise<string>;
  /** Drops a subject's keys from memory at once, also those still on their way; called when the subject is erased. */
  readonly forget: (subjectId: string) => void;
};

/** Keys stay in memory no longer than this, in milliseconds: after an erasure no service can open the data for longer. */
export const KEY_LIFETIME = 5 * 60 * 1000;
const MOST_KEYS = 10_000;

/**
 * A sealer over a key source. Look-ups of one key at the same time are one look-up; a failed one is not remembered.
 * The lifetime counts from the start of the look-up.
 */
export const createSealer = ({ keys, now }: { keys: KeySource; now: () => Date }): Sealer => {
  const cache = new LRUCache<string, Promise<DataKey>>({
    max: MOST_KEYS,
    ttl: KEY_LIFETIME,
    ttlAutopurge: true,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
  });

  const dataKey = (subjectId: string, category: PersonalDataCategory, version?: number): Promise<DataKey> => {
    const name = `${subjectId}|${category}|${version ?? 'current'}`;
    const known = cache.get(name);
    if (known) return known;
    const lookup = keys.dataKey(subjectId, category, version);
    cache.set(name, lookup);
    lookup.catch(() => cache.peek(name) === lookup && cache.delete(name));
    return lookup;
  };

  return {
    seal: async (subjectId, category, stream, text) => {
      const { version, key } = await dataKey(subjectId, category);
      return seal(key, { subjectId, category, keyVersion: version }, stream, text);
    },
    open: async (sealed, stream) => {
      const { key } = await dataKey(sealed.subjectId, sealed.category, sealed.keyVersion);
      return open(key, sealed, stream);
    },
    forget: (subjectId) => {
      for (const name of [...cache.keys()]) if (name.startsWith(`${subjectId}|`)) cache.delete(name);
    },
  };
};
