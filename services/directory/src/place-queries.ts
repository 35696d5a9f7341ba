import type { Place, PlaceLevel } from '@accompany/contracts/directory/v1/place';
import type { Pool } from 'pg';
import type { Loaded } from './gazetteer.js';
import { lineOf, searchable, type UnknownPlace, unknownAmong } from './place.js';

type Row = {
  code: string;
  name_khmer: string;
  name_latin: string;
  unit_khmer: string;
  unit_latin: string;
  unit_english: string;
};

const COLUMNS = 'code, name_khmer, name_latin, unit_khmer, unit_latin, unit_english';

const placeOf = (row: Row): Place => ({
  placeCode: row.code,
  nameKhmer: row.name_khmer,
  nameLatin: row.name_latin,
  unitKhmer: row.unit_khmer,
  unitLatin: row.unit_latin,
  unitEnglish: row.unit_english,
});

/** The version of the gazetteer; 0 when none was loaded. */
export const gazetteerVersion = async (db: Pool): Promise<number> => {
  const { rows } = await db.query<{ version: number }>('select coalesce(max(version), 0) as version from gazetteer_versions');
  return rows[0]?.version ?? 0;
};

/** The places of these codes, with those that they lie in, by code. */
export const placesWithin = async (db: Pool, codes: readonly string[]): Promise<Map<string, Place>> => {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from places where code = any ($1)`, [[...new Set(codes.flatMap(lineOf))]]);
  return new Map(rows.map((row) => [row.code, placeOf(row)]));
};

/** What a place lies in, the largest first. */
export const withinOf = (code: string, known: ReadonlyMap<string, Place>): Place[] =>
  lineOf(code)
    .slice(1)
    .toReversed()
    .flatMap((parent) => known.get(parent) ?? []);

/** Those of the codes that the gazetteer does not have, if one was loaded. */
export const unknownPlaces = async (db: Pool, codes: readonly string[]): Promise<UnknownPlace[]> => {
  const known = await placesWithin(db, codes);
  const loaded = known.size > 0 || (await gazetteerVersion(db)) > 0;
  return unknownAmong(codes, new Set(known.keys()), loaded);
};

/** How many places lie directly in a place. */
export const partsOf = async (db: Pool, code: string): Promise<number> => {
  const { rows } = await db.query<{ parts: number }>('select count(*)::int as parts from places where parent = $1', [code]);
  return rows[0]?.parts ?? 0;
};

/** Which places to find; `after` is the mark of the last one seen. */
export type Search = {
  readonly name: string;
  readonly areaCode: string;
  readonly level: PlaceLevel;
  readonly after: string;
  readonly limit: number;
};

/** A found place, and where it stands in the order: how well its name fits, its level, its code. */
export type Hit = { readonly place: Place; readonly mark: string };

// One word per name: the whole of it, its beginning, a part of it, or the beginning of the code.
const FIND = `
  select ${COLUMNS}, mark from (
    select ${COLUMNS}, concat(
      case when $1 in (search_khmer, search_latin, code) then 0
           when starts_with(search_latin, $1) or starts_with(search_khmer, $1) then 1 else 2 end,
      length(code), code) collate "C" as mark
    from places
    where (strpos(search_latin, $1) > 0 or strpos(search_khmer, $1) > 0 or starts_with(code, $1)) and starts_with(code, $2) and code <> $2
      and ($3 = 0 or length(code) = $3)) as found
  where mark > $4 order by mark limit $5`;
const LIST = `
  select ${COLUMNS}, concat(2, length(code), code) collate "C" as mark from places
  where starts_with(code, $2) and code <> $2 and length(code) = case when $3 = 0 then length($2) + 2 else $3 end
    and $1 = '' and concat(2, length(code), code) collate "C" > $4 order by mark limit $5`;

/** Places by name, or without a name those of the next level, or of the level that is asked for. */
export const findPlaces = async (db: Pool, { name, areaCode, level, after, limit }: Search): Promise<Hit[]> => {
  const wanted = searchable(name);
  if (name !== '' && wanted === '') return [];
  const { rows } = await db.query<Row & { mark: string }>(wanted === '' ? LIST : FIND, [wanted, areaCode, level * 2, after, limit]);
  return rows.map((row) => ({ place: placeOf(row), mark: row.mark }));
};

/** What the network is told of the gazetteer. */
export const gazetteerOf = async (db: Pool): Promise<Loaded> => {
  const { rows } = await db.query<{ places: number; area_codes: string[] | null }>(
    'select count(*)::int as places, array_agg(code order by code) filter (where length(code) <= 4) as area_codes from places',
  );
  const { rows: provinces } = await db.query<{ province: string; codes: string[] }>(
    'select left(code, 2) as province, array_agg(code order by code) as codes from places where length(code) > 4 group by 1 order by 1',
  );
  return {
    ...{ version: await gazetteerVersion(db), places: rows[0]?.places ?? 0, areaCodes: rows[0]?.area_codes ?? [] },
    provinces: provinces.map(({ province: provinceCode, codes: placeCodes }) => ({ provinceCode, placeCodes })),
  };
};
