import type { VaultServiceDefinition } from '@accompany/contracts/vault/v1/service';
import { type Actor, Rejection } from '@accompany/domain';
import type { Handlers } from '@accompany/runtime';
import type { DataKeys } from './data-keys.js';

export const vaultHandlers = (keys: DataKeys): Handlers<VaultServiceDefinition> => ({
  getDataKey: async ({ subjectId, category, version }, { actor }) => {
    mustHandlePersonalData(actor);
    const { version: given, key } = await (version === undefined
      ? keys.current(subjectId, category)
      : keys.version(subjectId, category, version));
    return { version: given, dataKey: key };
  },
});

/** The services that seal or open personal data; the operator repairs, and reads none. */
const KEY_USERS = new Set(['intake', 'assessment', 'referral', 'legal-aid', 'timeline']);

const mustHandlePersonalData = (actor: Actor): void => {
  if (actor.kind !== 'service' || !KEY_USERS.has(actor.service)) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
};
