import { randomUUID } from 'node:crypto';
import { RiskLevel } from '@accompany/contracts/common/v1/common';
import type { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { freshDatabase } from '@accompany/local';
import type { AnyEvent } from '@accompany/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { placesCopy } from './copies.js';
import { type KnownPlaces, unknownPlace } from './places.js';
import { account } from './programme-samples.js';
import { copyOn, openCaseOn, reportOn, type Stage, startStage } from './stage-handlers.js';

describe('a code', () => {
  const known = (more: Partial<KnownPlaces> = {}): KnownPlaces => ({
    ...{ codes: new Set(['01', '0102', '010203', '01020304']), loaded: true, detailed: true, ...more },
  });
  test.each<[string, KnownPlaces, string[] | undefined]>([
    ['', known(), undefined],
    ['01', known(), undefined],
    ['01020304', known(), undefined],
    ['01020399', known(), ['010203', '0102', '01']],
    ['010299', known(), ['0102', '01']],
    ['0199', known(), ['01']],
    ['99', known(), []],
    ['99999999', known({ detailed: false }), []],
    ['01029999', known({ detailed: false }), undefined],
    ['01999999', known({ detailed: false }), ['01']],
    ['99999999', known({ codes: new Set(), loaded: false }), undefined],
  ])('%s', (code, places, parents) => expect(unknownPlace(code, places)?.knownParents).toEqual(parents));
});

describe('places that a command names', () => {
  let stage: Stage;
  let caseId: string;
  const refusedFor = (reason: string, facts: object) => expect.objectContaining({ reason, facts });
  beforeAll(async () => {
    stage = await startStage(await freshDatabase('intake'));
  });
  afterAll(() => stage?.stop());
  beforeEach(async () => {
    await stage.db.query('delete from copy_places');
    ({ caseId } = await openCaseOn(stage, stage.as('lotus'), { areaCode: '9999' }));
  });

  /** The network is told of a gazetteer: all of it, or of its districts only. */
  const load = async ({ detailed = true } = {}): Promise<void> => {
    const ofProvince = { version: 1, provinceCode: '01', placeCodes: ['010203', '01020304'] };
    const told: AnyEvent[] = [
      ...(detailed ? [{ $case: 'provincePlacesLoaded', value: ofProvince } as const] : []),
      { $case: 'gazetteerLoaded', value: { version: 1, places: 4, areaCodes: ['01', '0102'] } },
    ];
    for (const event of [...told, ...told]) await copyOn(stage, placesCopy, event);
  };
  const report = (more: Partial<ReceiveReportRequest>) => reportOn(stage, stage.as('lotus'), more);
  const from = (placeCode: string) => report({ contact: { phone: '', address: '', placeCode } });
  const lose = (lastPlaceCode: string) => {
    const lost = { ...stage.mutation(), caseId, lastContactAt: undefined, lastPlaceCode, circumstances: 'gone', reviewEveryDays: 30 };
    return stage.intake.loseWhereabouts(lost, stage.as('lotus'));
  };
  const hold = (placeCode: string) =>
    stage.programmes.recordActivity({ ...stage.mutation(), programmeId: '', account: { ...account, placeCode } }, stage.as('lotus'));
  const COMMANDS = { report: (code: string) => report({ areaCode: code }), lose, hold };
  const written = async () => (await stage.db.query('select count(*)::int as events from events')).rows[0].events;

  test.each(Object.entries(COMMANDS))('are only looked at for their form before a gazetteer is loaded: %s', async (_, name) => {
    await expect(name('9999')).resolves.toBeDefined();
  });
  test.each(Object.entries(COMMANDS))('are refused with the nearest parents, and nothing is written: %s', async (_, name) => {
    await load();
    const before = await written();
    await expect(name('0199')).rejects.toEqual(refusedFor('PLACE_UNKNOWN', { place_code: '0199', known_parents: '01' }));
    await expect(name('98')).rejects.toEqual(refusedFor('PLACE_UNKNOWN', { place_code: '98', known_parents: 'none' }));
    expect(await written()).toBe(before);
  });
  test('are found down to villages, with their leading zeros', async () => {
    await load();
    await expect(hold('01020304')).resolves.toBeDefined();
    await expect(hold('01020399')).rejects.toEqual(
      refusedFor('PLACE_UNKNOWN', { place_code: '01020399', known_parents: '010203, 0102, 01' }),
    );
    const { activityId = '' } = (await hold('010203')) as { activityId?: string };
    const corrected = { ...account, placeCode: '010299' };
    await expect(
      stage.programmes.correctActivity({ ...stage.mutation(), activityId, account: corrected, reason: 1 }, stage.as('lotus')),
    ).rejects.toEqual(refusedFor('PLACE_UNKNOWN', { place_code: '010299', known_parents: '0102, 01' }));
  });
  test('are looked at down to districts where no more is known', async () => {
    await load({ detailed: false });
    await expect(hold('01029999')).resolves.toBeDefined();
    await expect(hold('01999999')).rejects.toEqual(refusedFor('PLACE_UNKNOWN', { place_code: '01999999', known_parents: '01' }));
  });
  test('where a child lives are told of no further than the district', async () => {
    await load();
    await expect(from('01020304')).resolves.toBeDefined();
    await expect(from('01020399')).rejects.toEqual(refusedFor('PLACE_UNKNOWN', { field: 'contact.place_code', known_parents: '0102, 01' }));
    await expect(from('99')).rejects.toEqual(refusedFor('PLACE_UNKNOWN', { place_code: '99', known_parents: 'none' }));
  });
  test('where a child is found are looked at', async () => {
    const { caseId: another } = await openCaseOn(stage, stage.as('lotus'));
    const lost = { lastContactAt: undefined, lastPlaceCode: '', circumstances: 'gone', reviewEveryDays: 30 };
    const { searchId = '' } = await stage.intake.loseWhereabouts({ ...stage.mutation(), caseId: another, ...lost }, stage.as('lotus'));
    await load();
    const found = (placeCode: string) =>
      stage.intake.locateClient({ ...stage.mutation(), caseId: another, searchId, placeCode, notes: '' }, stage.as('lotus'));
    await expect(found('0199')).rejects.toEqual(refusedFor('PLACE_UNKNOWN', { place_code: '0199', known_parents: '01' }));
    await expect(found('0102')).resolves.toBeDefined();
  });
  test('hold up neither a command that is repeated nor a higher risk', async () => {
    const externalReference = { system: 'example', id: randomUUID() };
    const first = { ...stage.mutation(), areaCode: '9999', externalReference, risk: RiskLevel.RISK_LEVEL_LOW };
    const { reportId } = await report(first);
    await load();
    await expect(report(first)).resolves.toMatchObject({ reportId });
    const again = { ...first, ...stage.mutation(), risk: RiskLevel.RISK_LEVEL_HIGH };
    await expect(report(again)).resolves.toMatchObject({ reportId, alreadyKnown: true });
    const { risk } = await stage.intake.getReport({ reportId: reportId ?? '', atLeastPosition: undefined }, stage.as('lotus'));
    expect(risk).toBe(RiskLevel.RISK_LEVEL_HIGH);
  });
});
