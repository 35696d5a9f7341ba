import type { ReasonEntry } from './entry.js';

/** Reasons of the vault service. */
export const VAULT_REASONS = {} as const satisfies Record<string, ReasonEntry>;
