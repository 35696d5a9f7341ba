import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { freshDatabase } from '@accompany/local';
import { type Call, readEvent } from '@accompany/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseAggregate } from './case.js';
import { admit, programmeAggregate } from './programme.js';
import { programmeHandlers } from './programme-handlers.js';
import { followCase } from './programme-reactions.js';
import { openCaseOn, type Stage, startStage } from './stage-handlers.js';

let stage: Stage;
let app: Stage['app'];
let programmes: Stage['programmes'];
/** The same service in a second process. */
let elsewhere: Stage['programmes'];
let lotus: Call;
let stranger: Call;
beforeAll(async () => {
  stage = await startStage(await freshDatabase('intake'));
  ({ app, programmes } = stage);
  elsewhere = programmeHandlers(stage.twin());
  [lotus, stranger] = [stage.as('lotus'), stage.as('stork')];
});
afterAll(() => stage?.stop());

const mutation = () => stage.mutation();
const refusedFor = (reason: string, facts = {}) => expect.objectContaining({ reason, facts: expect.objectContaining(facts) });

/** A new open case that lotus leads. */
const newCase = async (): Promise<string> => (await openCaseOn(stage, lotus)).caseId;
const newProgramme = async (name = 'River Watch'): Promise<string> =>
  (await programmes.beginProgramme({ ...mutation(), name, officeId: '', atLeastPositions: [] }, lotus)).programmeId ?? '';
const enter = (programmeId: string, caseId: string, call = lotus) =>
  programmes.enterProgramme({ ...mutation(), programmeId, caseId }, call);
const leave = (programmeId: string, caseId: string) => programmes.leaveProgramme({ ...mutation(), programmeId, caseId }, lotus);
const announce = (programmeId: string) => programmes.announceProgrammeEnd({ ...mutation(), programmeId, reason: 'funds' }, lotus);
const end = (programmeId: string, request = mutation()) => programmes.endProgramme({ ...request, programmeId }, lotus);
const read = (programmeId: string, call = lotus) => programmes.getProgramme({ programmeId, atLeastPosition: undefined }, call);
const programmesOf = async (caseId: string): Promise<string[]> => {
  const { state } = await app.load(caseAggregate, caseId);
  return state.status === 'none' ? [] : [...state.programmes];
};

/** What the log brings back to the programmes. */
const react = async (caseId: string): Promise<void> => {
  const { rows } = await stage.db.query<{ type: string; payload: Buffer; version: string }>(
    'select type, payload, version from events where stream = $1 order by version',
    [`case-${caseId}`],
  );
  for (const { type, payload, version } of rows)
    for (const { id, decide } of followCase(readEvent(type, payload), { caseId }))
      await stage.executor.execute(programmeAggregate, id, {
        key: `reaction/${caseId}/${version}/${id}`,
        fingerprint: '',
        occurredAt: new Date(),
        metadata: { actor: { kind: 'service', service: 'intake' }, correlation: caseId },
        partitionKey: () => caseId,
        decide: (state) => decide(state, { actor: { kind: 'service', service: 'intake' }, occurredAt: new Date(), now: new Date() }),
      });
};

describe('a programme', () => {
  test('takes cases in and lets them go', async () => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    await enter(programmeId, caseId);
    expect(await programmesOf(caseId)).toEqual([programmeId]);
    expect(await read(programmeId)).toMatchObject({ name: 'River Watch', agency: 'lotus', status: 1, caseIds: [caseId] });
    await leave(programmeId, caseId);
    await react(caseId);
    expect(await programmesOf(caseId)).toEqual([]);
    expect((await read(programmeId)).caseIds).toEqual([]);
  });

  test('is known to all, its cases only to who runs it', async () => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    await enter(programmeId, caseId);
    expect(await read(programmeId, stranger)).toMatchObject({ name: 'River Watch', caseIds: [] });
    await expect(enter(programmeId, caseId, stranger)).rejects.toEqual(refusedFor('PROGRAMME_UNKNOWN'));
    await expect(read(randomUUID())).rejects.toEqual(refusedFor('PROGRAMME_UNKNOWN'));
  });

  test('answers a repeated request as it did the first time', async () => {
    const request = { ...mutation(), name: 'River Watch', officeId: '', atLeastPositions: [] };
    expect(await programmes.beginProgramme(request, lotus)).toEqual(await programmes.beginProgramme(request, lotus));
    const entering = { ...mutation(), programmeId: await newProgramme(), caseId: await newCase() };
    expect(await programmes.enterProgramme(entering, lotus)).toEqual(await programmes.enterProgramme(entering, lotus));
  });

  test('does not end while it alone holds an open case, and says which; the case can enter another', async () => {
    const [programmeId, next, caseId, otherCaseId] = [
      await newProgramme(),
      await newProgramme('Open Sky'),
      await newCase(),
      await newCase(),
    ];
    for (const one of [caseId, otherCaseId]) await enter(programmeId, one);
    await enter(next, otherCaseId);
    await expect(end(programmeId)).rejects.toEqual(refusedFor('PROGRAMME_NOT_ENDING'));
    await announce(programmeId);
    const request = mutation();
    await expect(end(programmeId, request)).rejects.toEqual(refusedFor('PROGRAMME_HOLDS_CASES', { cases: '1', case_ids: caseId }));
    expect(await programmesOf(otherCaseId)).toEqual([next]);
    await expect(enter(programmeId, await newCase())).rejects.toEqual(refusedFor('PROGRAMME_ENDING'));
    await enter(next, caseId);
    await end(programmeId, request);
    expect(await read(programmeId)).toMatchObject({ status: 3, caseIds: [] });
    expect((await app.load(caseAggregate, caseId)).state).toMatchObject({ status: 'open', programmes: new Set([next]) });
    for (const one of [caseId, otherCaseId]) await react(one);
    expect((await read(programmeId)).caseIds).toEqual([]);
    expect(await read(next)).toMatchObject({ caseIds: [caseId, otherCaseId].sort() });
  });

  test('whose end is announced keeps a case that it let in and that died on the way', async () => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    await app.execute(programmeAggregate, programmeId, mutation(), lotus, {
      decide: (state, context) => admit(state, caseId, () => {}, context),
    });
    expect(await programmesOf(caseId)).toEqual([]);
    await announce(programmeId);
    await expect(end(programmeId)).rejects.toEqual(refusedFor('PROGRAMME_HOLDS_CASES', { case_ids: caseId }));
    expect(await programmesOf(caseId)).toEqual([programmeId]);
  });
});

test.each(Array.from({ length: 12 }, (_, at) => at))(
  'entering races against the end in another process: one of them wins (%i)',
  async (at) => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    const endElsewhere = async () => {
      await delay(at / 2);
      await elsewhere.announceProgrammeEnd({ ...mutation(), programmeId, reason: 'funds' }, lotus);
      await elsewhere.endProgramme({ ...mutation(), programmeId }, lotus);
    };
    const outcome = await Promise.all([
      enter(programmeId, caseId).then(
        () => 'entered',
        ({ reason }) => reason,
      ),
      endElsewhere().then(
        () => 'ended',
        ({ reason }) => reason,
      ),
    ]);
    expect([
      ['entered', 'PROGRAMME_HOLDS_CASES'],
      ['PROGRAMME_ENDING', 'ended'],
      ['PROGRAMME_HAS_ENDED', 'ended'],
    ]).toContainEqual(outcome);
    expect(await programmesOf(caseId)).toEqual(outcome[0] === 'entered' ? [programmeId] : []);
  },
);

test('of two programmes that end at once one keeps the open case', async () => {
  const [one, other, caseId] = [await newProgramme(), await newProgramme('Open Sky'), await newCase()];
  for (const programmeId of [one, other]) {
    await enter(programmeId, caseId);
    await announce(programmeId);
  }
  const endOther = elsewhere.endProgramme({ ...mutation(), programmeId: other }, lotus);
  const ends = await Promise.allSettled([end(one), endOther]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await programmesOf(caseId)).toHaveLength(1);
});
