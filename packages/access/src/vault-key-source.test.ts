import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { GetDataKeyResponse } from '@accompany/contracts/vault/v1/service';
import { Rejection } from '@accompany/domain';
import { expect, test } from 'vitest';
import { vaultKeySource } from './vault-key-source.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY } = PersonalDataCategory;
const answering = (answer: () => Promise<GetDataKeyResponse>) => vaultKeySource({ getDataKey: answer });

test('gives the key of the vault', async () => {
  const source = answering(async () => ({ version: 3, dataKey: new Uint8Array(32).fill(7) }));
  expect(await source.dataKey('maly', IDENTITY)).toEqual({ version: 3, key: Buffer.alloc(32, 7) });
});

test.each([
  ['a key that is not there', { code: 5 }, 'DATA_KEY_UNKNOWN'],
  ['a vault that is away', { code: 14 }, 'DEPENDENCY_UNAVAILABLE'],
  ['a vault that does not answer in time', new DOMException('aborted', 'TimeoutError'), 'DEPENDENCY_UNAVAILABLE'],
] as const)('%s', async (_, failure, reason) => {
  const refused = await answering(() => Promise.reject(failure))
    .dataKey('maly', IDENTITY, 1)
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Rejection);
  expect(refused).toMatchObject({ reason, cause: failure });
});
