export { type CaseFacts, caseFacts } from './case-facts.js';
export { copyCase } from './cases-copy.js';
export { type Identity, identityOf } from './identity.js';
export type { Part } from './parts.js';
export { type KeyName, open, SealBroken, seal } from './seal.js';
export { createSealer, type DataKey, KEY_LIFETIME, type KeySource, type Sealer } from './sealer.js';
export { vaultKeySource } from './vault-key-source.js';
