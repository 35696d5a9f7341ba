import type { ReasonEntry } from './entry.js';

/** Reasons of the referral service. */
export const REFERRAL_REASONS = {} as const satisfies Record<string, ReasonEntry>;
