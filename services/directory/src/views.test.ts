import { randomUUID } from 'node:crypto';
import { Rejection } from '@accompany/domain';
import { freshDatabase } from '@accompany/local';
import { createExecutor, type Executor, migrate, openPool } from '@accompany/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agencyAggregate, register } from './agency.js';
import { listed, officesOf } from './listing.js';
import { officeAggregate, open } from './office.js';
import { claim, referenceAggregate, referenceId } from './reference.js';
import { command, counselling, lotusOffice, lotusRegistration, officeId, operator } from './samples.js';
import { changeCapacity, offer, serviceAggregate } from './service.js';
import { listingView } from './views.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Pool;
let executor: Executor;

beforeAll(async () => {
  database = await freshDatabase('directory');
  await migrate(database.ownerUrl, `${database.name}_app`, []);
  db = openPool(database.appUrl);
  executor = createExecutor(db);
  const { state: agency } = await carryOut(agencyAggregate, 'lotus', (state) =>
    register(state, { ...command, ...lotusRegistration }, operator),
  );
  const { state: office } = await carryOut(officeAggregate, officeId, (state) =>
    open(state, { ...command, ...lotusOffice }, operator, { agency, unknown: [] }),
  );
  for (const serviceId of services)
    await carryOut(serviceAggregate, serviceId, (state) =>
      offer(state, { ...command, ...counselling, serviceId }, operator, { agency, office, unknown: [] }),
    );
});
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

const services = Array.from({ length: 5 }, () => randomUUID());
const all = { category: 0, areaCode: '', after: '' };

const carryOut: <State, Event extends { $case: string; value: object }>(
  aggregate: Parameters<typeof executor.execute<State, Event>>[0],
  id: string,
  decide: (state: State) => Event[],
) => ReturnType<typeof executor.execute<State, Event>> = (aggregate, id, decide) =>
  executor.execute(aggregate, id, {
    key: randomUUID(),
    fingerprint: '',
    occurredAt: command.occurredAt,
    metadata: { actor: operator.actor, correlation: command.requestId },
    partitionKey: () => 'lotus',
    decide,
  });

test('a view that starts late has everything', async () => {
  const listing = await listingView(db).read(undefined);
  expect(listed(listing, all).map((one) => one.serviceId)).toEqual(services.toSorted());
  expect(officesOf(listing, 'lotus')).toEqual([{ ...lotusOffice, closing: false }]);
});

test('every reader sees what was acknowledged before it asked', async () => {
  const view = listingView(db);
  const rounds = services.map(async (serviceId, at) => {
    for (let freePlaces = 5; freePlaces < 15; freePlaces++) {
      const capacity = { places: 20, freePlaces };
      const { position } = await carryOut(serviceAggregate, serviceId, (state) =>
        changeCapacity(state, { ...command, serviceId, capacity }, operator),
      );
      const listing = await view.read(at % 2 === 0 ? { service: 'directory', value: position } : undefined);
      expect(listing.services.get(serviceId)?.capacity).toEqual(capacity);
    }
  });
  await Promise.all(rounds);
});

test('a position that is not there yet is not waited for', () =>
  expect(listingView(db).read({ service: 'directory', value: 1_000_000 })).rejects.toThrow(new Rejection('POSITION_NOT_REACHED')));

test('a view that lost its database for a while goes on where it was', async () => {
  let away = false;
  const flaky = new Proxy(db, {
    get: (pool, name) =>
      name === 'query' ? (away ? () => Promise.reject(new Error('away')) : pool.query.bind(pool)) : Reflect.get(pool, name),
  });
  const view = listingView(flaky);
  await view.read(undefined);
  away = true;
  await expect(Promise.all([view.read(undefined), view.read(undefined)])).rejects.toThrow('away');
  away = false;
  expect(listed(await view.read(undefined), all)).toHaveLength(services.length);
});

test('of twenty agencies that claim one reference at once, one gets it', async () => {
  const reference = { system: 'oscar', id: 'ផ្ទះឈូក' };
  const claims = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) =>
      carryOut(referenceAggregate, referenceId(reference), (state) => claim(state, { agencyId: `agency-${at}`, reference }, operator)),
    ),
  );
  expect(claims.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  for (const one of claims) if (one.status === 'rejected') expect(one.reason).toMatchObject({ reason: 'EXTERNAL_REFERENCE_TAKEN' });
});
