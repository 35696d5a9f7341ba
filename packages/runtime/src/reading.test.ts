import { randomUUID } from 'node:crypto';
import { Rejection } from '@accompany/domain';
import { aggregate, type EventCodec } from '@accompany/store';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readAtLeast } from './reading.js';
import { as, mutation, reasonOf, startTestService, type TestService } from './testing.js';

type Given = { $case: 'given'; value: { to: string } };

const codec: EventCodec<Given> = {
  encode: (message) => ({ finish: () => Buffer.from(JSON.stringify(message)) }),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as { event: Given },
};
const book = aggregate<{ owner: string }, Given>({
  category: 'book',
  type: 'test.v1',
  topic: 'case',
  decider: { initial: { owner: '' }, evolve: (_, { value }) => ({ owner: value.to }) },
  codec,
});

let service: TestService;
/** What happens while somebody waits, and for which case they wait. */
let meanwhile: () => Promise<void>;
let waits: (string | undefined)[];
beforeAll(async () => {
  const awaitCopied = async (_: unknown, key: string | undefined) => {
    waits.push(key);
    await meanwhile();
  };
  service = await startTestService({ service: 'library', awaitCopied });
});
afterAll(() => service?.stop());
beforeEach(() => {
  meanwhile = async () => {};
  waits = [];
});

const give = (id: string, caseId: string, to: string) =>
  service.app.execute(book, id, mutation(), as('anybody'), { caseId, decide: (): Given[] => [{ $case: 'given', value: { to } }] });
const given = async (to: string) => {
  const [id, caseId] = [randomUUID(), randomUUID()];
  await give(id, caseId, to);
  return { id, caseId };
};
const AT_LEAST = { service: 'intake', value: 7 };
const read = (id: string, agency: string, [atLeastPosition]: [typeof AT_LEAST | undefined] = [AT_LEAST]) =>
  readAtLeast(service.app, book, { id, atLeastPosition }, ({ state }) => {
    if (state.owner !== agency) throw new Rejection('THING_UNKNOWN');
    return state.owner;
  });

test('a stranger is told at once that it does not exist, whether it does or not, and nothing is waited for', async () => {
  meanwhile = () => Promise.reject(new Rejection('POSITION_NOT_REACHED'));
  const { id } = await given('lotus');
  const answers = [await reasonOf(read(id, 'heron')), await reasonOf(read(randomUUID(), 'heron'))];
  expect(answers).toEqual(['THING_UNKNOWN', 'THING_UNKNOWN']);
  expect(waits).toEqual([]);
  expect(await reasonOf(read(id, 'lotus'))).toBe('POSITION_NOT_REACHED');
});

test('what is read is of after the wait, in the case of the thing', async () => {
  const { id, caseId } = await given('lotus');
  meanwhile = async () => void (await give(id, caseId, 'lotus'));
  const { found, seen } = await read(id, 'lotus');
  expect([found.version, seen]).toEqual([2, 'lotus']);
  expect(waits).toEqual([caseId]);
});

test('who lost it while waiting does not read it', async () => {
  const { id, caseId } = await given('lotus');
  meanwhile = async () => void (await give(id, caseId, 'heron'));
  expect(await reasonOf(read(id, 'lotus'))).toBe('THING_UNKNOWN');
});

test('without a position it is loaded once', async () => {
  const { id } = await given('lotus');
  expect(await read(id, 'lotus', [undefined])).toMatchObject({ seen: 'lotus', found: { version: 1 } });
  expect(waits).toEqual([]);
});
