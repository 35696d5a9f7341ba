import type { GetStatusResponse } from '@accompany/contracts/operations/v1/service';
import { openPool } from '@accompany/store';
import { afterAll, expect, test } from 'vitest';
import { operations } from './operations.js';
import { callBy, reasonOf } from './testing.js';

const db = openPool('postgres://nobody@127.0.0.1:1/nothing');
const standing = { db, now: () => new Date('2022-02-01'), consuming: undefined, views: [], viewsOfCopies: [] };
const dependencies = [{ name: 'postgres', serving: false }];
const { handlers } = operations({ service: 'referral', version: '1.2.3', standing, dependencies: () => dependencies });
const getStatus = async (call: ReturnType<typeof callBy>) => (await handlers.getStatus?.({} as never, call)) as GetStatusResponse;

afterAll(() => db.end());

test('a service whose database is away tells what it knows itself, and that the rest is unknown', async () => {
  const status = await getStatus(callBy({ kind: 'service', service: 'operator' }));
  expect(status).toMatchObject({ service: 'referral', version: '1.2.3', readAt: new Date('2022-02-01'), dependencies });
  expect(status).toMatchObject({ storeAnswered: false, logAnswered: false, lags: [], views: [], parked: [] });
});

test('an agency is not told how a service stands', async () => {
  expect(await reasonOf(getStatus(callBy({ kind: 'agency', agency: 'aple', person: 'p-1' })))).toBe('NOT_ALLOWED_FOR_CALLER');
});
