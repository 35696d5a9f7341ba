import type { ReasonEntry } from './entry.js';

/** Reasons of the vault service. */
export const VAULT_REASONS = {
  DATA_KEY_UNKNOWN: {
    code: 'not_found',
    message:
      'The subject has no data key of this category and version. Ask with the version that stands in the sealed value, or without one to seal.',
  },
} as const satisfies Record<string, ReasonEntry>;
