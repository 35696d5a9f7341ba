import { randomUUID } from 'node:crypto';
import { Rejection } from '@accompany/domain';
import { aggregate, type EventCodec, inTransaction, readStream } from '@accompany/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyEvent, LogEvent } from './log-event.js';
import { type AnyReaction, type Ordered, reaction } from './reaction.js';
import { reactor } from './reactor.js';
import { as, mutation, startTestService, type TestService } from './testing.js';

type Noted = { $case: 'noted'; value: { by: string } };

const codec: EventCodec<Noted> = {
  encode: (message) => ({ finish: () => Buffer.from(JSON.stringify(message)) }),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as { event: Noted },
};
const note = aggregate<string[], Noted>({
  category: 'note',
  type: 'test.v1',
  topic: 'case',
  decider: { initial: [], evolve: (all, { value }) => [...all, value.by] },
  codec,
});
/** Not a no-op when it is repeated: what keeps a repeat away is the command's id alone. */
const write = (by: string) => (): Noted[] => [{ $case: 'noted', value: { by } }];
const named = ($case: string) => ({ $case, value: {} }) as unknown as AnyEvent;

/** Orders what its event says, or what it finds in the tables: everybody with a note in the case. */
const tellAll: AnyReaction = reaction({
  name: 'tell-all',
  does: 'writes to whom it concerns',
  aggregate: note,
  ignore: ['CASE_NOT_OPEN'],
  on: (event, { streamId }): readonly Ordered<string[], Noted>[] => {
    switch (event.$case as string) {
      case 'known':
        return [{ id: streamId, decide: write('itself') }];
      case 'refused':
        return [{ id: streamId, decide: refuse('CASE_NOT_OPEN') }];
      case 'failed':
        return [{ id: streamId, decide: refuse('CASE_UNKNOWN') }];
      default:
        return [];
    }
  },
  among: (event, { caseId }) =>
    (event.$case as string) === 'closed'
      ? async (tx) => {
          const { rows } = await tx.query<{ id: string }>('select substr(stream, 6) as id from events where key = $1 and version = 1', [
            caseId,
          ]);
          return rows.map(({ id }) => ({ id: `told-${id}`, caseId: `case of ${id}`, decide: write('looked up') }));
        }
      : undefined,
});
const refuse = (reason: 'CASE_NOT_OPEN' | 'CASE_UNKNOWN') => (): Noted[] => {
  throw new Rejection(reason);
};

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ service: 'referral' });
});
afterAll(() => service?.stop());

const happened = ($case: string, caseId: string, streamId: string = randomUUID()): LogEvent =>
  ({
    event: named($case),
    meta: { eventId: `case-${caseId}/${$case}`, caseId, streamId, type: 't', source: 's', occurredAt: new Date(0), correlation: 'c' },
    record: { topic: 'case-events.v1' },
  }) as unknown as LogEvent;
const run = (...events: LogEvent[]): Promise<void> =>
  inTransaction(service.db, (tx) => reactor('referral', [tellAll], service.executor, () => new Date()).applyBatch(tx, events));
const notesOf = async (id: string): Promise<{ key: string; actor: object; occurredAt: Date }[]> =>
  (await readStream(service.db, `note-${id}`)).map(({ key, metadata, occurredAt }) => ({
    key,
    actor: (JSON.parse(metadata) as { actor: object }).actor,
    occurredAt,
  }));

test('what an event says is decided in its case, as of when it happened, by the service', async () => {
  const [caseId, id] = [randomUUID(), randomUUID()];
  await run(happened('known', caseId, id), happened('other', caseId));
  expect(await notesOf(id)).toEqual([{ key: caseId, actor: { kind: 'service', service: 'referral' }, occurredAt: new Date(0) }]);
});

test('whoever is found in the service’s own tables is ordered too, each in the case that is named for it', async () => {
  const caseId = randomUUID();
  const [first, second, elsewhere] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [first, second]) await service.app.execute(note, id, mutation(), as('lotus'), { caseId, decide: write('lotus') });
  await service.app.execute(note, elsewhere, mutation(), as('lotus'), { caseId: randomUUID(), decide: write('lotus') });
  await run(happened('closed', caseId));
  for (const id of [first, second]) expect((await notesOf(`told-${id}`)).map(({ key }) => key)).toEqual([`case of ${id}`]);
  expect(await notesOf(`told-${elsewhere}`)).toEqual([]);
});

test('the same event again changes nothing, whatever is decided', async () => {
  const [caseId, id] = [randomUUID(), randomUUID()];
  await service.app.execute(note, id, mutation(), as('lotus'), { caseId, decide: write('lotus') });
  for (let times = 0; times < 3; times++) await run(happened('known', caseId, id), happened('closed', caseId));
  expect([(await notesOf(id)).length, (await notesOf(`told-${id}`)).length]).toEqual([2, 1]);
});

test('a refusal that means that there is nothing to do is passed over; any other stops the batch', async () => {
  const [caseId, id, after] = [randomUUID(), randomUUID(), randomUUID()];
  await run(happened('refused', caseId, id), happened('known', caseId, after));
  expect([await notesOf(id), (await notesOf(after)).length]).toEqual([[], 1]);
  await expect(run(happened('failed', caseId, id))).rejects.toThrow(expect.objectContaining({ reason: 'CASE_UNKNOWN' }));
});

test('an event that nobody reacts to is no concern, one that somebody has to be found for is', async () => {
  const { concernedBy } = reactor('referral', [tellAll], service.executor, () => new Date());
  const concerned = await Promise.all(['known', 'closed', 'other'].map((name) => concernedBy(happened(name, randomUUID()))));
  expect(concerned).toEqual([true, true, false]);
});
