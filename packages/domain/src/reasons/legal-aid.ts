import type { ReasonEntry } from './entry.js';

/** Reasons of the legal-aid service. */
export const LEGAL_AID_REASONS = {} as const satisfies Record<string, ReasonEntry>;
