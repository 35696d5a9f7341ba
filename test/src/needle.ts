import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

/** Letters that occur nowhere by chance, in the middle of each planted text. */
export const MARK = `zq7${randomBytes(5).toString('hex')}`;
const KHMER = 'ឯកជនសម្ងាត់';

/** A text to plant: marked in Latin and in Khmer letters, and told apart by its name. */
export const secret = (name: string): string => `${name.replaceAll(/[^a-z]/gi, '').slice(-20)} ${MARK} ${KHMER} ព័ត៌មាន`;

/** The forms in which a mark may lie somewhere: as it is, in hex, in base64 at any of the three offsets, in UTF-16, escaped as in JSON. */
const needles = (): { form: string; bytes: Buffer }[] =>
  [MARK, KHMER].flatMap((text) => {
    const utf8 = Buffer.from(text, 'utf8');
    const base64 = [0, 1, 2].map((offset) => {
      const encoded = Buffer.concat([Buffer.alloc(offset), utf8]).toString('base64');
      return encoded.slice(offset === 0 ? 0 : 4, Math.floor((utf8.length + offset) / 3) * 4);
    });
    const escaped = [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
    const forms: [string, Buffer][] = [
      ['plain', utf8],
      ['hex', Buffer.from(utf8.toString('hex'))],
      ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
      ['utf-16', Buffer.from(text, 'utf16le')],
      ['escaped', Buffer.from(escaped)],
      ...base64.map((encoded): [string, Buffer] => ['base64', Buffer.from(encoded)]),
    ];
    return forms.map(([form, bytes]) => ({ form: `${form} of ${text === MARK ? 'the Latin' : 'the Khmer'} mark`, bytes }));
  });

const NEEDLES = needles();

/** The forms of the marks that these bytes hold. */
export const marksIn = (bytes: Buffer): string[] => NEEDLES.filter((needle) => bytes.includes(needle.bytes)).map(({ form }) => form);

/** One place that was looked at. */
export type Place = { readonly where: string; readonly bytes: Buffer };

/** Marks found, each with its place. */
export const marked = (places: readonly Place[]): string[] =>
  places.flatMap(({ where, bytes }) => marksIn(bytes).map((form) => `${where}: ${form}`));

/** Every row of every table of a database, as text with the bytes of `bytea` values as they are. */
export const placesInDatabase = async (name: string, db: pg.Pool): Promise<Place[]> => {
  const { rows: tables } = await db.query(
    "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2",
  );
  const places: Place[] = [];
  for (const { schemaname, tablename } of tables) {
    const { rows } = await db.query({ text: `select * from "${schemaname}"."${tablename}"`, rowMode: 'array' });
    const cells = (rows as unknown[][]).flat().map((cell) => (cell instanceof Buffer ? cell : Buffer.from(JSON.stringify(cell) ?? '')));
    places.push({ where: `${name} ${schemaname}.${tablename}`, bytes: Buffer.concat(cells.flatMap((cell) => [cell, Buffer.from('\n')])) });
  }
  return places;
};

/** Every file below a folder. */
export const placesInFolder = async (folder: string): Promise<Place[]> => {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const where = join(parentPath, name);
      return { where, bytes: await readFile(where).catch(() => Buffer.alloc(0)) };
    }),
  );
};
