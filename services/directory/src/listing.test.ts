import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { expect, test } from 'vitest';
import { emptyListing, enter, type Listing, listed, officesOf } from './listing.js';
import { pageStart, pageToken } from './page-token.js';
import {
  closed,
  counselling,
  heron,
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
const all = { category: ANY, areaCode: '', after: '', limit: 10 };

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
    const page = listed(listing, { ...all, after: last });
    if (page.length === 0) break;
    seen.push(...page.map((one) => one.serviceId));
  }
  expect(seen).toEqual(ids.toSorted());
});

test('the open offices of an agency', () => {
  expect(officesOf(after(registered, opened), 'lotus')).toEqual([lotusOffice]);
  expect(officesOf(after(registered, opened), 'heron')).toEqual([]);
  expect(officesOf(after(registered, opened, closed), 'lotus')).toEqual([]);
});

test('a page token opens the list that it was given for, and no other', () => {
  const list = { actor: lotus.actor, category: PSYCHOSOCIAL, areaCode: '17' };
  const token = pageToken(list, serviceId);
  expect(pageStart(list, token)).toBe(serviceId);
  expect(pageStart(list, '')).toBe('');
  for (const other of [
    { ...list, actor: heron.actor },
    { ...list, category: ANY },
    { ...list, areaCode: '' },
  ])
    expect(() => pageStart(other, token)).toThrow(expect.objectContaining({ reason: 'INVALID_FIELDS' }));
  expect(() => pageStart(list, 'x')).toThrow(expect.objectContaining({ reason: 'INVALID_FIELDS' }));
});
