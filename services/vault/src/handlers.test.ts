import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { type Actor, Rejection } from '@accompany/domain';
import { expect, test } from 'vitest';
import type { DataKeys } from './data-keys.js';
import { vaultHandlers } from './handlers.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY } = PersonalDataCategory;
const keys: DataKeys = {
  current: async () => ({ version: 2, key: Buffer.alloc(32, 2) }),
  version: async (_subject, _category, version) => ({ version, key: Buffer.alloc(32, version) }),
};
const ask = (actor: Actor, version?: number) =>
  vaultHandlers(keys).getDataKey(
    { subjectId: '2c1a3d5e-7a0b-4f6c-9b1d-0e2f4a6c8b10', category: IDENTITY, version },
    { actor, now: new Date(), fingerprint: '', signal: new AbortController().signal },
  );

test('a service gets the current key, or the version it names', async () => {
  const intake: Actor = { kind: 'service', service: 'intake' };
  expect(await ask(intake)).toEqual({ version: 2, dataKey: Buffer.alloc(32, 2) });
  expect(await ask(intake, 1)).toEqual({ version: 1, dataKey: Buffer.alloc(32, 1) });
});

test.each<[string, Actor]>([
  ['an agency', { kind: 'agency', agency: 'lotus', person: 'p-1' }],
  ['an agency that is called like a service', { kind: 'agency', agency: 'intake', person: 'p-1' }],
  ['the operator', { kind: 'service', service: 'operator' }],
  ['the directory', { kind: 'service', service: 'directory' }],
])('%s gets none', (_, actor) => expect(ask(actor)).rejects.toThrow(new Rejection('NOT_ALLOWED_FOR_CALLER')));
