import type { Place } from '@accompany/contracts/directory/v1/place';
import { CsvError, parse } from 'csv-parse/sync';

/** A line that cannot be taken, and why. */
export type RefusedLine = { readonly file: string; readonly line: number; readonly reason: string };

/** A place, and where it stands. */
export type PlaceLine = { readonly file: string; readonly line: number; readonly place: Place };

/** What files hold: the places, larger ones first, and the lines that are malformed. */
export type Read = { readonly places: readonly PlaceLine[]; readonly refused: readonly RefusedLine[] };

/** The columns of the format, in any order. `parent_code` says again what the code says: the two are checked against each other. */
const COLUMNS = ['code', 'parent_code', 'name_km', 'name_latin', 'unit_km', 'unit_latin', 'unit_en'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Reads gazetteer files of the same format, each with a header line. Every malformed line is named, not only the first. */
export const readGazetteer = (files: readonly { readonly file: string; readonly bytes: Uint8Array }[]): Read => {
  const places: PlaceLine[] = [];
  const refused: RefusedLine[] = [];
  const seen = new Map<string, PlaceLine>();
  for (const { file, bytes } of files)
    for (const { line, row, reason } of rowsOf(bytes)) {
      const before = row && seen.get(row.code);
      const wrong =
        reason ?? faultOf(row as Row) ?? (before && `code ${before.place.placeCode} stands in ${before.file}, line ${before.line}`);
      if (wrong !== undefined) {
        refused.push({ file, line, reason: wrong });
        continue;
      }
      const found = { file, line, place: placeOf(row as Row) };
      seen.set(found.place.placeCode, found);
      places.push(found);
    }
  const larger = ({ place: { placeCode: one } }: PlaceLine, { place: { placeCode: other } }: PlaceLine): number =>
    one.length - other.length || (one < other ? -1 : 1);
  return { places: places.toSorted(larger), refused };
};

type Line = { readonly line: number; readonly row?: Row; readonly reason?: string };

const rowsOf = (bytes: Uint8Array): Line[] => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return [{ line: 1, reason: 'the file is not UTF-8' }];
  }
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as never;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return [{ line: Number(error.lines ?? 1), reason: `not CSV: ${error.message.split(/ at line | on line /)[0]}` }];
  }
  const [head, ...rest] = records;
  const missing = COLUMNS.filter((column) => !head?.record.includes(column));
  if (head === undefined || missing.length > 0) return [{ line: 1, reason: `the header has no column ${missing.join(', ')}` }];
  return rest.map(({ record, info }) =>
    record.length === head.record.length
      ? { line: info.lines, row: Object.fromEntries(head.record.map((name, at) => [name, record[at] ?? ''])) as Row }
      : { line: info.lines, reason: `expected ${head.record.length} columns, found ${record.length}` },
  );
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const faultOf = (row: Row): string | undefined => {
  const { code, parent_code: parent } = row;
  if (!/^[0-9]+$/.test(code)) return `code "${code.slice(0, 20)}" is not made of digits`;
  if (code.length % 2 === 1) return `code ${code.slice(0, 20)} has an odd number of digits: it may have lost its leading zero`;
  if (code.length > 8) return `code ${code.slice(0, 20)} has more than 8 digits`;
  if (parent !== code.slice(0, -2)) return `parent_code of ${code} is "${parent.slice(0, 20)}", expected "${code.slice(0, -2)}"`;
  for (const column of COLUMNS) {
    if (row[column] === '' && column === 'name_km') return `${column} of ${code} is empty`;
    if (row[column].length > (column.startsWith('unit') ? 50 : 200)) return `${column} of ${code} is too long`;
    if (CONTROL.test(row[column])) return `${column} of ${code} holds a control character`;
  }
  return undefined;
};

const placeOf = (row: Row): Place => ({
  placeCode: row.code,
  nameKhmer: row.name_km,
  nameLatin: row.name_latin,
  unitKhmer: row.unit_km,
  unitLatin: row.unit_latin,
  unitEnglish: row.unit_en,
});
