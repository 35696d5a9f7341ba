import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import type { AnyEvent } from '@accompany/runtime';
import { as, mutation } from '@accompany/runtime/testing';
import { inTransaction } from '@accompany/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseAggregate } from './case.js';
import { dutiesCopy, takenOver } from './duty-copies.js';
import { intake as system } from './samples.js';
import { copyOn, decideOn, openCaseOn, type Stage, startStage } from './stage-handlers.js';

const lotus = as('lotus');
let stage: Stage;
beforeAll(async () => {
  stage = await startStage(await freshDatabase('intake'));
});
afterAll(() => stage?.stop());

const refusedFor = (reason: string) => expect.objectContaining({ reason });

/** Another service's event about a case, which our copy sees; tells the id of its stream. */
const copied = async (caseId: string, $case: string, value: object, streamId: string = randomUUID()): Promise<string> => {
  const type = `accompany.elsewhere.v1.${$case.charAt(0).toUpperCase()}${$case.slice(1)}`;
  const meta = { eventId: `${$case}-${streamId}/1`, type, streamId, caseId, recordedAt: new Date() };
  await copyOn(stage, dutiesCopy, { $case, value } as AnyEvent, { ...meta, actor: { kind: 'agency', agency: 'heron', person: 'p-3' } });
  return streamId;
};
/** What the case makes of its opening, as the log brings it. */
const follow = async (caseId: string): Promise<void> => {
  const orders = await inTransaction(stage.db, async (tx) => takenOver({ $case: 'caseOpened' } as AnyEvent, { caseId })?.(tx));
  for (const { id, decide } of orders ?? []) await decideOn(stage, id, (state) => decide(state, system));
};
const read = (caseId: string) => stage.intake.getCase({ caseId, atLeastPosition: undefined }, lotus);

test('what began before the case was opened is taken over when it is, and can be corrected here', async () => {
  const { caseId } = await openCaseOn(stage, lotus);
  const dutyId = await copied(caseId, 'matterOpened', { agency: 'heron' });
  await follow(caseId);
  expect(await read(caseId)).toMatchObject({ duties: [{ dutyId, agency: 'heron' }] });
  const correction = { $case: 'struck', value: true } as const;
  const request = { caseId, eventId: `matterOpened-${dutyId}/1`, correction, reason: 'written twice', atLeastPositions: [] };
  await stage.intake.recordCorrection({ ...mutation(), ...request }, lotus);
  const another = { ...mutation(), ...request, caseId: (await openCaseOn(stage, lotus)).caseId };
  await expect(stage.intake.recordCorrection(another, lotus)).rejects.toEqual(refusedFor('FACT_UNKNOWN'));
});

test('what ended before the case was opened is not', async () => {
  const { caseId } = await openCaseOn(stage, lotus);
  const matter = await copied(caseId, 'matterOpened', { agency: 'heron' });
  await copied(caseId, 'matterClosed', {}, matter);
  await follow(caseId);
  expect(await read(caseId)).toMatchObject({ duties: [] });
});

test('what a referral shares comes along, on what permits it; one that shares nothing shares nothing', async () => {
  const { caseId } = await openCaseOn(stage, lotus);
  const permission = { $case: 'legalBasisId', value: 'basis' } as const;
  const parties = { sender: 'lotus', receiver: 'heron', permission };
  const sharing = await copied(caseId, 'referralSent', { ...parties, shareCategories: [1, 3] });
  await copied(caseId, 'referralSent', { ...parties, shareCategories: [] });
  await follow(caseId);
  const { state } = await stage.app.load(caseAggregate, caseId);
  if (state.status === 'none') throw new Error('the case is there');
  expect([...state.shares]).toEqual([[sharing, { shareId: sharing, agency: 'heron', categories: [1, 3], permission, ofReferral: true }]]);
  expect(state.duties.size).toBe(2);
});
