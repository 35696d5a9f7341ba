import type { Place } from '@accompany/contracts/directory/v1/place';
import { Rejection } from '@accompany/domain';
import { inTransaction } from '@accompany/store';
import type { Pool, PoolClient } from 'pg';
import { searchable } from './place.js';

/** What a part of a load changed. */
export type PartLoaded = { readonly added: number; readonly changed: number; readonly unchanged: number; readonly version: number };

/** Loads take turns, so that versions have an order. */
const TURN = 7_310_412;

/**
 * Takes places in, all or none. Parts of one load carry one digest and become one version; a version is made only where
 * something is new. Places are never removed: a code that was in use stays valid.
 */
export const loadPlaces = (
  db: Pool,
  { digest, places, by, at }: { digest: string; places: readonly Place[]; by: string; at: Date },
): Promise<PartLoaded> =>
  inTransaction(db, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [TURN]);
    const sorted = places.toSorted((one, other) => one.placeCode.length - other.placeCode.length);
    const known = await knownOf(tx, sorted);
    mustHaveParents(sorted, known);
    const fresh = sorted.filter((place) => known.get(place.placeCode) !== contentOf(place));
    const added = fresh.filter((place) => !known.has(place.placeCode)).length;
    const version = await versionOf(tx, fresh.length > 0, digest, by, at);
    if (fresh.length > 0) await write(tx, fresh, version);
    return { added, changed: fresh.length - added, unchanged: places.length - fresh.length, version };
  });

const contentOf = (place: Place): string =>
  JSON.stringify([place.nameKhmer, place.nameLatin, place.unitKhmer, place.unitLatin, place.unitEnglish]);

const parentOf = (code: string): string => code.slice(0, -2);

/** What the table has of these places and their parents, by code. */
const knownOf = async (tx: PoolClient, places: readonly Place[]): Promise<Map<string, string>> => {
  const codes = places.flatMap(({ placeCode }) => [placeCode, parentOf(placeCode)]);
  const { rows } = await tx.query<{ code: string; content: string[] }>(
    'select code, array[name_khmer, name_latin, unit_khmer, unit_latin, unit_english] as content from places where code = any ($1)',
    [[...new Set(codes)]],
  );
  return new Map(rows.map(({ code, content }) => [code, JSON.stringify(content)]));
};

const mustHaveParents = (places: readonly Place[], known: ReadonlyMap<string, string>): void => {
  const here = new Set<string>();
  for (const [index, { placeCode }] of places.entries()) {
    if (here.has(placeCode))
      throw new Rejection('INVALID_FIELDS', { place_code: placeCode }, [
        { field: `places[${index}].place_code`, description: 'each code once' },
      ]);
    const parent = parentOf(placeCode);
    if (parent !== '' && !known.has(parent) && !here.has(parent))
      throw new Rejection('PLACE_PARENT_UNKNOWN', { place_code: placeCode, parent_code: parent });
    here.add(placeCode);
  }
};

const versionOf = async (tx: PoolClient, isNew: boolean, digest: string, by: string, at: Date): Promise<number> => {
  const { rows } = await tx.query<{ version: number; digest: string }>(
    'select version, digest from gazetteer_versions order by version desc limit 1',
  );
  const version = rows[0]?.version ?? 0;
  if (!isNew || rows[0]?.digest === digest) return version;
  await tx.query('insert into gazetteer_versions (version, digest, loaded_by, loaded_at) values ($1, $2, $3, $4)', [
    version + 1,
    digest,
    by,
    at,
  ]);
  return version + 1;
};

const write = async (tx: PoolClient, places: readonly Place[], version: number): Promise<void> => {
  const column = (read: (place: Place) => string) => places.map(read);
  await tx.query(
    `insert into places (code, parent, name_khmer, name_latin, unit_khmer, unit_latin, unit_english, search_khmer, search_latin, version)
     select code, nullif(left(code, -2), ''), name_khmer, name_latin, unit_khmer, unit_latin, unit_english, search_khmer, search_latin, $9
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       as given (code, name_khmer, name_latin, unit_khmer, unit_latin, unit_english, search_khmer, search_latin)
     on conflict (code) do update set name_khmer = excluded.name_khmer, name_latin = excluded.name_latin, unit_khmer = excluded.unit_khmer,
       unit_latin = excluded.unit_latin, unit_english = excluded.unit_english, search_khmer = excluded.search_khmer,
       search_latin = excluded.search_latin, version = excluded.version`,
    [
      column((place) => place.placeCode),
      column((place) => place.nameKhmer),
      column((place) => place.nameLatin),
      column((place) => place.unitKhmer),
      column((place) => place.unitLatin),
      column((place) => place.unitEnglish),
      column((place) => searchable(place.nameKhmer)),
      column((place) => searchable(place.nameLatin)),
      version,
    ],
  );
};
