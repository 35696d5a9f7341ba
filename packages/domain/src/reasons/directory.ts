import type { ReasonEntry } from './entry.js';

/** Reasons of the directory service. */
export const DIRECTORY_REASONS = {} as const satisfies Record<string, ReasonEntry>;
