import type { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { GetDataKeyResponse, VaultServiceClient } from '@accompany/contracts/vault/v1/service';
import { Rejection } from '@accompany/domain';
import type { KeySource } from './sealer.js';

/** Longest wait for the vault, in milliseconds. One look-up serves many callers, so it cannot follow one caller's deadline. */
const PATIENCE = 2_000;
const NOT_FOUND = 5;

/**
 * A key source that asks the vault service over a connected client.
 * A key that does not exist is DATA_KEY_UNKNOWN; any other failure is DEPENDENCY_UNAVAILABLE, with the failure as its cause.
 */
export const vaultKeySource = (client: Pick<VaultServiceClient, 'getDataKey'>): KeySource => ({
  dataKey: async (subjectId: string, category: PersonalDataCategory, version?: number) => {
    const { version: given, dataKey }: GetDataKeyResponse = await client
      .getDataKey({ subjectId, category, version }, { signal: AbortSignal.timeout(PATIENCE) })
      .catch((error: unknown) => {
        const code = (error as { code?: unknown } | undefined)?.code;
        throw Object.assign(new Rejection(code === NOT_FOUND ? 'DATA_KEY_UNKNOWN' : 'DEPENDENCY_UNAVAILABLE'), { cause: error });
      });
    return { version: given, key: Buffer.from(dataKey) };
  },
});
