import { expect, test } from 'vitest';
import { FileRefused, readOscarFile } from './file.js';
import { sampleClient } from './samples.js';

const client = sampleClient();
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

test('one client, a list and a bridge state give the same clients', () => {
  for (const file of [client, [client], { references: [{}], data: { __headers: {}, data: [client] } }]) {
    expect(readOscarFile(pretty(file)).map(({ value }) => value)).toEqual([client]);
  }
});

test('each client knows its line', () => {
  expect(readOscarFile('[\n  {"global_id": "A"},\n  5,\n  {"global_id": "B"}\n]').map(({ line }) => line)).toEqual([2, 3, 4]);
});

test('a byte order mark and Khmer text are read', () => {
  expect(readOscarFile(`\uFEFF${pretty([{ given_name: 'សុខា' }])}`)[0]?.value).toEqual({ given_name: 'សុខា' });
});

test.each([
  ['', 1, /not JSON|empty/],
  ['[\n  {"global_id": "A",}\n]', 2, /not JSON/],
  ['{"global_id": "A"', 1, /not JSON/],
  ['[1] trailing', 1, /not JSON/],
  ['// a comment\n[]', 1, /not JSON/],
  ['"text"', 1, /expected one client/],
  ['{\n  "data": {\n    "data": 5\n  }\n}', 3, /expected one client/],
  ['{}', 1, /expected one client/],
])('%j is refused with its line and reason', (text, line, reason) => {
  try {
    readOscarFile(text);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(FileRefused);
    expect((error as FileRefused).line).toBe(line);
    expect((error as FileRefused).reason).toMatch(reason);
  }
});

test('an empty list has nothing to read', () => expect(readOscarFile('[]')).toEqual([]));
