import { VaultServiceDefinition } from '@accompany/contracts/vault/v1/service';
import { runService, serve } from '@accompany/runtime';
import { createDataKeys } from './data-keys.js';
import { fileKeyWrapper } from './file-key-wrapper.js';
import { vaultHandlers } from './handlers.js';

void runService({
  name: 'vault',
  migrations: new URL('../migrations/', import.meta.url),
  serve: async ({ db, now, config }) => {
    const keyFile = config.ACCOMPANY_VAULT_KEY_FILE;
    if (keyFile === undefined) throw new Error('ACCOMPANY_VAULT_KEY_FILE is not set: the vault needs the key that wraps all others');
    const keys = createDataKeys({ db, wrapper: await fileKeyWrapper(keyFile), now });
    return [serve(VaultServiceDefinition, vaultHandlers(keys))];
  },
});
