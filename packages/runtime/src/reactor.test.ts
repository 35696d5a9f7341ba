import type { Executor } from '@accompany/store';
import { expect, test } from 'vitest';
import type { LogEvent } from './log-event.js';
import type { AnyReaction } from './reaction.js';
import { reactor } from './reactor.js';

const event = ($case: string): LogEvent =>
  ({
    event: { $case, value: {} },
    meta: { eventId: 'case-1/2', caseId: 'case 1', type: 't', source: 's', occurredAt: new Date(0) },
  }) as never;

/** An executor that only remembers what it was asked, and a transaction in which two agencies are found. */
const parts = () => {
  const asked: { id: string; key: string; partition: string }[] = [];
  const executor = {
    execute: async (_aggregate: unknown, id: string, command: { key: string; partitionKey: (state: unknown) => string }) => {
      asked.push({ id, key: command.key, partition: command.partitionKey(undefined) });
    },
  };
  const tx = { query: async () => ({ rows: ['a', 'b'] }) };
  return { asked, executor: executor as unknown as Executor, tx: tx as never };
};

const tellAll: AnyReaction = {
  name: 'tell-all',
  aggregate: {} as never,
  on: (happened) => (happened.$case === ('known' as never) ? [{ id: 'itself', decide: () => [] }] : []),
  among: (happened) =>
    happened.$case === ('closed' as never)
      ? async (tx) => {
          const { rows } = await tx.query('who relies on it');
          return rows.map((id: string) => ({ id, caseId: `case of ${id}`, decide: () => [] }));
        }
      : undefined,
};

test('a reaction orders what its event says, and what it finds among its own tables, each in its case', async () => {
  const { asked, executor, tx } = parts();
  await reactor('referral', [tellAll], executor, () => new Date(0)).applyBatch(tx, [event('known'), event('closed'), event('other')]);
  expect(asked.map(({ id, partition }) => [id, partition])).toEqual([
    ['itself', 'case 1'],
    ['a', 'case of a'],
    ['b', 'case of b'],
  ]);
});

test('the same event orders the same commands again, so that a repeat changes nothing', async () => {
  const runs = await Promise.all(
    [1, 2].map(async () => {
      const { asked, executor, tx } = parts();
      await reactor('referral', [tellAll], executor, () => new Date(0)).applyBatch(tx, [event('closed')]);
      return asked.map(({ key }) => key);
    }),
  );
  expect(runs[0]).toEqual(runs[1]);
  expect(new Set(runs[0]).size).toBe(2);
});

test('an event that nobody reacts to is no concern, one that somebody has to be found for is', async () => {
  const { executor } = parts();
  const { concernedBy } = reactor('referral', [tellAll], executor, () => new Date(0));
  const concerned = await Promise.all(['known', 'closed', 'other'].map((name) => concernedBy(event(name))));
  expect(concerned).toEqual([true, true, false]);
});
