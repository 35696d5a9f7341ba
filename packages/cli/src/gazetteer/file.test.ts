import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readGazetteer } from './file.js';
import { MADE_UP } from './samples.js';

const HEAD = 'code,parent_code,name_km,name_latin,unit_km,unit_latin,unit_en';
const read = (...texts: (string | Buffer)[]) =>
  readGazetteer(texts.map((text, at) => ({ file: `${at + 1}.csv`, bytes: Buffer.from(text as string) })));
const good = '90,,ខេត្តសាកល្បង,Made-Up Province,ខេត្ត,Khaet,Province';

test('places come with their lines, larger ones first, codes as text', () => {
  const { places, refused } = read(MADE_UP);
  expect(refused).toEqual([]);
  expect(places.map(({ place, line }) => [place.placeCode, line])).toEqual([
    ['09', 5],
    ['90', 2],
    ['9001', 4],
    ['900101', 6],
    ['90010101', 3],
  ]);
  expect(places[1]?.place).toEqual({
    placeCode: '90',
    nameKhmer: 'ខេត្តសាកល្បង',
    nameLatin: 'Made-Up, the "Province"',
    ...{ unitKhmer: 'ខេត្ត', unitLatin: 'Khaet', unitEnglish: 'Province' },
  });
});

test.each([
  ['1,,ក,A,,,', 'code 1 has an odd number of digits: it may have lost its leading zero'],
  ['x1,,ក,A,,,', 'code "x1" is not made of digits'],
  ['9001010101,90010101,ក,A,,,', 'code 9001010101 has more than 8 digits'],
  ['9001,91,ក,A,,,', 'parent_code of 9001 is "91", expected "90"'],
  ['91,90,ក,A,,,', 'parent_code of 91 is "90", expected ""'],
  ['91,,,A,,,', 'name_km of 91 is empty'],
  [`91,,ក,${'A'.repeat(201)},,,`, 'name_latin of 91 is too long'],
  ['91,,ក,A\u0007,,,', 'name_latin of 91 holds a control character'],
  ['91,,ក,A', 'expected 7 columns, found 4'],
  ['91,,ក,A,,,,more', 'expected 7 columns, found 8'],
  ['90,,ក,A,,,', 'code 90 stands in 1.csv, line 2'],
])('a malformed line %j is refused with its number, and the others are looked at as well', (line, reason) => {
  const { places, refused } = read([HEAD, good, line, '92,,ក,A,,,'].join('\n'));
  expect(refused).toEqual([{ file: '1.csv', line: 3, reason }]);
  expect(places).toHaveLength(2);
});

test.each([
  ['code,name\n90,A', 'the header has no column parent_code, name_km, name_latin, unit_km, unit_latin, unit_en'],
  ['', 'the header has no column code, parent_code, name_km, name_latin, unit_km, unit_latin, unit_en'],
  [Buffer.from([0x63, 0xff, 0xfe]), 'the file is not UTF-8'],
])('a file that is not of the format is refused: %j', (text, reason) => {
  expect(read(text).refused).toEqual([{ file: '1.csv', line: 1, reason }]);
});

test('what is not CSV is refused with its line', () => {
  const { refused } = read(`${HEAD}\n${good}\n91,,"ក" x,A,,,\n`);
  expect(refused).toMatchObject([{ line: 3, reason: expect.stringMatching(/^not CSV: /) }]);
});

test('a place may have no name in Latin letters', () => {
  expect(read(`${HEAD}\n91,,ក,,,,`)).toMatchObject({ places: [{ place: { placeCode: '91', nameLatin: '' } }], refused: [] });
});

test('a mark of the byte order, line ends of any kind and empty lines do not matter', () => {
  expect(read(`\uFEFF${HEAD}\r\n\r\n${good}\r\n`)).toMatchObject({ places: [{ line: 3, place: { placeCode: '90' } }], refused: [] });
});

const real = new URL('../../../../../shared/fixtures/gazetteer-kh/', import.meta.url);

test.skipIf(!existsSync(real))('the files of the whole country are read', () => {
  const names = ['villages', 'communes', 'districts', 'provinces'];
  const { places, refused } = readGazetteer(names.map((name) => ({ file: name, bytes: readFileSync(new URL(`${name}.csv`, real)) })));
  expect(refused).toEqual([]);
  expect(places.length).toBeGreaterThan(16_000);
  expect(places[0]?.place.placeCode).toBe('01');
});
