import { existsSync, readFileSync } from 'node:fs';
import { GazetteerEvent } from '@accompany/contracts/directory/v1/events';
import { FindPlacesResponse, GetPlaceResponse, type Place } from '@accompany/contracts/directory/v1/place';
import { as, callBy, mutation, startTestService, type TestService } from '@accompany/runtime/testing';
import { readStream } from '@accompany/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directoryHandlers } from './handlers.js';
import { counselling, lotusRegistration } from './samples.js';

let service: TestService;
let db: Pool;
let calls: ReturnType<typeof directoryHandlers>;

const operator = callBy({ kind: 'service', service: 'operator' });
const lotus = as('lotus');

beforeAll(async () => {
  service = await startTestService({ service: 'directory', migrations: new URL('../migrations/', import.meta.url) });
  db = service.db;
  calls = directoryHandlers(service.app);
  await calls.registerAgency({ ...mutation(), ...lotusRegistration, externalReferences: [] }, operator);
});
afterAll(() => service?.stop());

/** Places that do not exist: 90 is no province. */
const place = (placeCode: string, nameLatin: string, nameKhmer: string): Place => ({
  ...{ placeCode, nameLatin, nameKhmer, unitKhmer: 'ឧទាហរណ៍', unitLatin: 'Example', unitEnglish: 'Example' },
});
const province = place('90', 'Made-Up Province', 'ខេត្តសាកល្បង');
const district = place('9001', 'First Example', 'ឧទាហរណ៍ទីមួយ');
const commune = place('900101', 'Example', 'ឧទាហរណ៍');
const village = place('90010101', 'Made Up', 'ភូមិសាកល្បង');
const load = (places: Place[], digest = 'digest-1', who = operator) => calls.loadPlaces({ digest, places }, who);
const find = async (question: object, who = lotus) =>
  FindPlacesResponse.fromPartial(
    await calls.findPlaces({ name: '', areaCode: '', level: 0, pageSize: 0, pageToken: '', ...question }, who),
  );
const refusal = (reason: string, facts: object = {}) => expect.objectContaining({ reason, facts: expect.objectContaining(facts) });
const publish = () => calls.publishGazetteer(mutation(), operator);
const openIn = (areaCode: string) => calls.openOffice({ ...mutation(), agencyId: 'lotus', name: 'Made-up town', areaCode }, lotus);

describe.sequential('the gazetteer', () => {
  test('before one is loaded codes are only checked for their form, and there is nothing to tell', async () => {
    await openIn('90010199');
    await expect(publish()).rejects.toThrow(refusal('GAZETTEER_EMPTY'));
    await expect(calls.getPlace({ placeCode: '90' }, lotus)).rejects.toThrow(refusal('PLACE_UNKNOWN'));
    expect(await find({})).toMatchObject({ places: [], version: 0 });
  });

  test('only the operator loads it', () => expect(load([province], 'digest-1', lotus)).rejects.toThrow(refusal('NOT_ALLOWED_FOR_CALLER')));

  test('a place without its parent, or a code twice, is refused; nothing of the part is written', async () => {
    await expect(load([province, village])).rejects.toThrow(
      refusal('PLACE_PARENT_UNKNOWN', { place_code: '90010101', parent_code: '900101' }),
    );
    await expect(load([province, province])).rejects.toThrow(refusal('INVALID_FIELDS', { place_code: '90' }));
    expect((await find({})).places).toEqual([]);
  });

  test('parts of one load are one version; the same again changes nothing', async () => {
    expect(await load([province, district])).toEqual({ added: 2, changed: 0, unchanged: 0, version: 1 });
    expect(await load([village, commune, district])).toEqual({ added: 2, changed: 0, unchanged: 1, version: 1 });
    expect(await load([province, district, commune, village], 'digest-2')).toEqual({ added: 0, changed: 0, unchanged: 4, version: 1 });
  });

  test('the network is told once per version, of all codes', async () => {
    expect(await publish()).toMatchObject({ version: 1, places: 4 });
    await publish();
    expect(await load([{ ...commune, nameLatin: 'Example Renamed' }], 'digest-3')).toMatchObject({ changed: 1, version: 2 });
    expect(await load([commune], 'digest-4')).toMatchObject({ changed: 1, version: 3 });
    await publish();
    const told = await readStream(db, 'gazetteer-kh', 0);
    const version = ['ProvincePlacesLoaded', 'GazetteerLoaded'];
    expect(told.map(({ type }) => type.split('.').at(-1))).toEqual([...version, ...version]);
    const [ofProvince, complete] = told.map(({ payload }) => GazetteerEvent.decode(payload).event?.value);
    expect(ofProvince).toEqual({ version: 1, provinceCode: '90', placeCodes: ['900101', '90010101'] });
    expect(complete).toEqual({ version: 1, places: 4, areaCodes: ['90', '9001'] });
    expect(told[0]?.key).toBe('kh');
  });

  test('a place is found by Khmer and by Latin name, the best first, with what it lies in', async () => {
    const names = async (question: object) => (await find(question)).places.map((found) => found.place?.placeCode);
    expect(await names({ name: 'example' })).toEqual(['900101', '9001']);
    expect(await names({ name: 'MADE-UP' })).toEqual(['90010101', '90']);
    expect(await names({ name: 'សាក​ល្បង' })).toEqual(['90', '90010101']);
    expect(await names({ name: 'example', areaCode: '9001' })).toEqual(['900101']);
    expect(await names({ name: 'example', level: 2 })).toEqual(['9001']);
    expect(await names({ name: '9001' })).toEqual(['9001', '900101', '90010101']);
    expect(await names({ name: '%' })).toEqual([]);
    expect(await names({})).toEqual(['90']);
    expect(await names({ areaCode: '90' })).toEqual(['9001']);
    expect(await names({ areaCode: '90', level: 4 })).toEqual(['90010101']);
    expect((await find({ name: 'Made Up' })).places[0]?.within.map(({ placeCode }) => placeCode)).toEqual(['90', '9001', '900101']);
  });

  test('pages go through all of it once', async () => {
    const seen: unknown[] = [];
    let pageToken = '';
    do {
      const answer = await find({ name: '90', pageSize: 3, pageToken });
      seen.push(...answer.places.map((found) => found.place?.placeCode));
      pageToken = answer.nextPageToken;
      if (pageToken !== '') await expect(find({ name: '900', pageSize: 3, pageToken })).rejects.toThrow(refusal('INVALID_FIELDS'));
    } while (pageToken !== '');
    expect(seen).toEqual(['90', '9001', '900101', '90010101']);
  });

  test('one place, and one that is not there with its nearest parents', async () => {
    const answer = GetPlaceResponse.fromPartial(await calls.getPlace({ placeCode: '9001' }, lotus));
    expect(answer).toMatchObject({ place: district, within: [province], parts: 1 });
    await expect(calls.getPlace({ placeCode: '90019901' }, lotus)).rejects.toThrow(
      refusal('PLACE_UNKNOWN', { place_code: '90019901', known_parents: '9001, 90' }),
    );
  });

  test('offices and areas are checked against it', async () => {
    await expect(openIn('900199')).rejects.toThrow(refusal('PLACE_UNKNOWN', { place_code: '900199', known_parents: '9001, 90' }));
    const { officeId = '' } = await openIn('90010101');
    const offer = (areaCodes: string[]) => calls.offerService({ ...mutation(), ...counselling, officeId, areaCodes }, lotus);
    await expect(offer(['90', '91', '9002'])).rejects.toThrow(
      refusal('PLACE_UNKNOWN', { place_code: '91', known_parents: 'none', unknown_codes: '91, 9002' }),
    );
    await offer(['90', '9001']);
  });
});

const real = new URL('../../../../shared/fixtures/gazetteer-kh/', import.meta.url);

test.skipIf(!existsSync(real))('the whole country is loaded and searched', { timeout: 60_000 }, async () => {
  const rows = ['provinces', 'districts', 'communes'].flatMap((file) =>
    readFileSync(new URL(`${file}.csv`, real), 'utf8')
      .trim()
      .split('\n')
      .slice(1),
  );
  const places = rows.map((row): Place => {
    const [placeCode = '', , nameKhmer = '', nameLatin = '', unitKhmer = '', unitLatin = '', unitEnglish = ''] = row.split(',');
    return { placeCode, nameKhmer, nameLatin, unitKhmer, unitLatin, unitEnglish };
  });
  for (let from = 0; from < places.length; from += 500) await load(places.slice(from, from + 500), 'the country');
  const [first] = places;
  expect((await find({ name: first?.nameKhmer })).places[0]?.place).toEqual(first);
  expect((await find({ name: first?.nameLatin })).places[0]?.place).toEqual(first);
  const started = performance.now();
  for (let round = 0; round < 20; round++) await find({ name: 'kampong' });
  expect((performance.now() - started) / 20).toBeLessThan(100);
  expect((await find({ pageSize: 200 })).places).toHaveLength(26);
});
