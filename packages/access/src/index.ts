export { type Identity, identityOf } from './identity.js';
export { type KeyName, open, SealBroken, seal } from './seal.js';
export { createSealer, type DataKey, KEY_LIFETIME, type KeySource, type Sealer } from './sealer.js';
export { vaultKeySource } from './vault-key-source.js';
