import { randomBytes } from 'node:crypto';
import type { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import type { Pool } from 'pg';
import type { KeyWrapper } from './key-wrapper.js';

/** A data key as it leaves the vault: 32 bytes, and its version from 1. */
export type DataKey = { readonly version: number; readonly key: Buffer };

/** The stored keys. Destroying a subject's keys will stand here too: it leaves a mark, so that none is made again. */
export type DataKeys = {
  /** The subject's newest key of a category; made when there is none. Callers that race get the same one. */
  readonly current: (subjectId: string, category: PersonalDataCategory) => Promise<DataKey>;
  /** The key of this version, never made. Rejects with DATA_KEY_UNKNOWN. */
  readonly version: (subjectId: string, category: PersonalDataCategory, version: number) => Promise<DataKey>;
};

type Row = { version: number; wrapped: Buffer; wrapped_by: string };

const CURRENT = 'select version, wrapped, wrapped_by from data_keys where subject_id = $1 and category = $2 order by version desc limit 1';
const VERSION = 'select version, wrapped, wrapped_by from data_keys where subject_id = $1 and category = $2 and version = $3';
const MAKE_FIRST = `insert into data_keys (subject_id, category, version, wrapped, wrapped_by, created_at)
  values ($1, $2, 1, $3, $4, $5) on conflict do nothing`;

/** The keys in a database, wrapped by `wrapper`. A key that another wrapper wrapped is an error that names both. */
export const createDataKeys = ({ db, wrapper, now }: { db: Pool; wrapper: KeyWrapper; now: () => Date }): DataKeys => {
  const find = async (query: string, values: (string | number)[]): Promise<DataKey | undefined> => {
    const [row] = (await db.query<Row>(query, values)).rows;
    if (row === undefined) return undefined;
    if (row.wrapped_by !== wrapper.keyId) throw new Error(`a data key is wrapped by ${row.wrapped_by}, the vault has ${wrapper.keyId}`);
    return { version: row.version, key: await wrapper.unwrap(row.wrapped) };
  };

  return {
    current: async (subjectId, category) => {
      const known = await find(CURRENT, [subjectId, category]);
      if (known) return known;
      const wrapped = await wrapper.wrap(randomBytes(32));
      await db.query(MAKE_FIRST, [subjectId, category, wrapped, wrapper.keyId, now()]);
      // Read again: whoever was first, the stored key is the one.
      const made = await find(CURRENT, [subjectId, category]);
      if (!made) throw new Rejection('DATA_KEY_UNKNOWN');
      return made;
    },
    version: async (subjectId, category, version) => {
      const known = await find(VERSION, [subjectId, category, version]);
      if (!known) throw new Rejection('DATA_KEY_UNKNOWN');
      return known;
    },
  };
};
