import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { expect, test } from 'vitest';
import { standingOf } from './capacity.js';
import { emptyListing, enter, type Listing, listed, officesOf } from './listing.js';
import { pageLimit, pageOf, pageStart, pageToken } from './paging-queries.js';
import {
  closed,
  closing,
  counselling,
  heron,
  keptOpen,
  lotus,
  lotusOffice,
  offered,
  opened,
  registered,
  resumed,
  serviceId,
  suspended,
  withdrawn,
} from './samples.js';
import { markOf, summaryOf } from './summary.js';

const {
  SERVICE_CATEGORY_UNSPECIFIED: ANY,
  SERVICE_CATEGORY_PSYCHOSOCIAL: PSYCHOSOCIAL,
  SERVICE_CATEGORY_SHELTER: SHELTER,
} = ServiceCategory;
const february = new Date('2022-02-01T08:00:00Z');
const march = new Date('2022-03-01T08:00:00Z');

type Event = Parameters<typeof enter>[1];
const after = (...events: Event[]): Listing => {
  const listing = emptyListing();
  for (const event of events) enter(listing, event, february);
  return listing;
};
const all = { category: ANY, areaCode: '', after: '' };

test('a service is listed with the name of its agency and its capacity', () =>
  expect(listed(after(registered, opened, offered), all)).toEqual([{ ...counselling, agencyName: 'Lotus House', capacityAsOf: february }]));

test('a new capacity is listed, and since when it is so', () => {
  const listing = after(registered, opened, offered);
  const capacity = { places: 20, freePlaces: 0 };
  enter(listing, { $case: 'serviceCapacityChanged', value: { serviceId, agencyId: 'lotus', capacity } }, march);
  expect(listed(listing, all)).toMatchObject([{ capacity, capacityAsOf: march }]);
});

test.each<[string, Event[], number]>([
  ['a withdrawn service', [offered, withdrawn], 0],
  ['a service of a closed office', [offered, closed], 0],
  ['a service of an office that is closing', [offered, closing], 0],
  ['a service of an office that is kept open', [offered, closing, keptOpen], 1],
  ['a service of a suspended agency', [offered, suspended], 0],
  ['a service of a resumed agency', [offered, suspended, resumed], 1],
])('%s', (_, events, count) => expect(listed(after(registered, opened, ...events), all)).toHaveLength(count));

test.each([
  ['its category', { category: PSYCHOSOCIAL }, 1],
  ['another category', { category: SHELTER }, 0],
  ['its province', { areaCode: '17' }, 1],
  ['a village of its province', { areaCode: '17100203' }, 1],
  ['its district, whose code begins with zero', { areaCode: '0102' }, 1],
  ['the province of its district', { areaCode: '01' }, 1],
  ['a neighbouring district', { areaCode: '0103' }, 0],
  ['another province', { areaCode: '12' }, 0],
  ['category and province', { category: PSYCHOSOCIAL, areaCode: '17' }, 1],
])('asked for %s', (_, question, count) => expect(listed(after(registered, opened, offered), { ...all, ...question })).toHaveLength(count));

test('pages go through all of it once, in order', () => {
  const ids = Array.from({ length: 25 }, (_, at) => `9d8c7b6a-5f4e-4d3c-8b2a-${String((at * 7) % 25).padStart(12, '0')}`);
  const listing = after(
    registered,
    opened,
    ...ids.map((id): Event => ({ $case: 'serviceOffered', value: { ...counselling, serviceId: id } })),
  );
  const seen: string[] = [];
  for (let last = ''; ; last = seen.at(-1) ?? '') {
    const page = listed(listing, { ...all, after: last }).slice(0, 10);
    if (page.length === 0) break;
    seen.push(...page.map((one) => one.serviceId));
  }
  expect(seen).toEqual(ids.toSorted());
});

test('the open offices of an agency', () => {
  expect(officesOf(after(registered, opened), 'lotus')).toEqual([{ ...lotusOffice, closing: false }]);
  expect(officesOf(after(registered, opened, closing), 'lotus')).toEqual([{ ...lotusOffice, closing: true }]);
  expect(officesOf(after(registered, opened), 'heron')).toEqual([]);
  expect(officesOf(after(registered, opened, closed), 'lotus')).toEqual([]);
});

test('a page token opens the list that it was given for, and no other', () => {
  const list = { key: Buffer.from('a key'), actor: lotus.actor, asked: [PSYCHOSOCIAL, '17'] };
  const token = pageToken(list, serviceId);
  expect(pageStart(list, token)).toBe(serviceId);
  expect(pageStart(list, '')).toBe('');
  for (const other of [
    { ...list, actor: heron.actor },
    { ...list, actor: { kind: 'service', service: 'lotus' } as const },
    { ...list, asked: [ANY, '17'] },
    { ...list, key: Buffer.from('another key') },
  ])
    expect(() => pageStart(other, token)).toThrow(expect.objectContaining({ reason: 'INVALID_FIELDS' }));
  for (const forged of ['x', `${Buffer.from('0').toString('base64url')}.${token.split('.')[1]}`])
    expect(() => pageStart(list, forged)).toThrow(expect.objectContaining({ reason: 'INVALID_FIELDS' }));
});

test('a page ends with a token only when there is more', () => {
  const list = { key: Buffer.from('a key'), actor: lotus.actor, asked: [] };
  expect(pageLimit(0)).toBe(50);
  expect(pageOf(list, ['a', 'b'], 2, (one) => one)).toEqual({ shown: ['a', 'b'], nextPageToken: '' });
  const { shown, nextPageToken } = pageOf(list, ['a', 'b', 'c'], 2, (one) => one);
  expect(shown).toEqual(['a', 'b']);
  expect(pageStart(list, nextPageToken)).toBe('b');
});

test.each([
  ['as the agency said', { places: 20, freePlaces: 4 }, { now: 0, whenSaid: 0 }, { usedPlaces: 0, freePlacesNow: 4 }],
  ['two accepted since', { places: 20, freePlaces: 4 }, { now: 5, whenSaid: 3 }, { usedPlaces: 5, freePlacesNow: 2 }],
  ['two ended since', { places: 20, freePlaces: 4 }, { now: 1, whenSaid: 3 }, { usedPlaces: 1, freePlacesNow: 6 }],
  ['never less than none', { places: 20, freePlaces: 1 }, { now: 5, whenSaid: 0 }, { usedPlaces: 5, freePlacesNow: 0 }],
  ['never more than there are', { places: 5, freePlaces: 4 }, { now: 0, whenSaid: 3 }, { usedPlaces: 0, freePlacesNow: 5 }],
  ['no capacity was said', undefined, { now: 1, whenSaid: 0 }, { usedPlaces: 1, freePlacesNow: 0 }],
])('free places: %s', (_, capacity, usage, expected) => expect(standingOf(capacity, usage)).toEqual(expected));

test('by province and category: a service stands once in each province that it serves', () => {
  const service = (id: string, agencyId: string, category: ServiceCategory, areaCodes: string[]) => ({
    ...counselling,
    ...{ serviceId: id, agencyId, category, areaCodes, agencyName: '', capacityAsOf: february, usedPlaces: 2, freePlacesNow: 3 },
  });
  const services = [
    service('a', 'lotus', PSYCHOSOCIAL, ['17', '1710', '0102']),
    service('b', 'heron', PSYCHOSOCIAL, ['1709']),
    service('c', 'lotus', SHELTER, ['17']),
  ];
  const one = { services: 1, agencies: 1, places: 20, usedPlaces: 2, freePlacesNow: 3 };
  const two = { services: 2, agencies: 2, places: 40, usedPlaces: 4, freePlacesNow: 6 };
  const lines = summaryOf(services, '');
  expect(lines).toEqual([
    { provinceCode: '01', category: PSYCHOSOCIAL, ...one },
    ...[
      { provinceCode: '17', category: PSYCHOSOCIAL, ...two },
      { provinceCode: '17', category: SHELTER, ...one },
    ].sort((a, b) => a.category - b.category),
  ]);
  expect(lines.map(markOf)).toEqual(lines.map(markOf).toSorted());
  expect(summaryOf(services, '01')).toHaveLength(1);
});
