import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { gazetteer, publish } from './gazetteer.js';
import { lineOf, mustBeKnown, searchable, unknownAmong } from './place.js';
import { lotus, operator, otherService } from './samples.js';

test('a code names its parents', () => {
  expect(lineOf('01020304')).toEqual(['01020304', '010203', '0102', '01']);
  expect(lineOf('01')).toEqual(['01']);
});

const known = new Set(['90', '9001', '900101']);

test.each([
  [['90', '9001'], []],
  [['90019901'], [{ code: '90019901', knownParents: ['9001', '90'] }]],
  [['90010199'], [{ code: '90010199', knownParents: ['900101', '9001', '90'] }]],
  [['91'], [{ code: '91', knownParents: [] }]],
  [['0900'], [{ code: '0900', knownParents: [] }]],
])('of %j unknown are %j', (codes, expected) => {
  expect(unknownAmong(codes, known, true)).toEqual(expected);
  expect(unknownAmong(codes, known, false)).toEqual([]);
});

test('a refusal names the first unknown code, its nearest known parents, and the other unknown ones', () => {
  mustBeKnown([]);
  expect(() => mustBeKnown(unknownAmong(['90019901', '91'], known, true))).toThrow(
    expect.objectContaining({
      reason: 'PLACE_UNKNOWN',
      facts: { place_code: '90019901', known_parents: '9001, 90', unknown_codes: '90019901, 91' },
    }),
  );
  expect(() => mustBeKnown(unknownAmong(['91'], known, true))).toThrow(
    expect.objectContaining({ facts: { place_code: '91', known_parents: 'none' } }),
  );
});

test.each([
  ['Phum Made-Up', 'phummadeup'],
  ['Bœng Kêng', 'bœngkeng'],
  ['  ភូមិ\u200bសាកល្បង ', 'ភូមិសាកល្បង'],
  ["Ta'Ou", 'taou'],
])('%s is searched as %s', (name, expected) => expect(searchable(name)).toBe(expected));

describe('telling the network of the gazetteer', () => {
  const loaded = { version: 2, places: 12, areaCodes: ['90', '9001'] };
  const told = { $case: 'gazetteerLoaded', value: loaded } as const;
  test('a version is told once', () => {
    given(gazetteer)()
      .when((state) => publish(state, loaded, operator))
      .then(told);
    given(gazetteer)(told)
      .when((state) => publish(state, loaded, operator))
      .thenNothing();
  });
  test('again when only a part of it was there', () =>
    given(gazetteer)(told)
      .when((state) => publish(state, { ...loaded, places: 13 }, operator))
      .then({ $case: 'gazetteerLoaded', value: { ...loaded, places: 13 } }));
  test.each([lotus, otherService])('by the operator only', (context) =>
    given(gazetteer)()
      .when((state) => publish(state, loaded, context))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'),
  );
  test('not before there is one', () =>
    given(gazetteer)()
      .when((state) => publish(state, { version: 0, places: 0, areaCodes: [] }, operator))
      .thenRejected('GAZETTEER_EMPTY'));
});
