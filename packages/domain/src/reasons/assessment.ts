import type { ReasonEntry } from './entry.js';

/** Reasons of the assessment service. */
export const ASSESSMENT_REASONS = {} as const satisfies Record<string, ReasonEntry>;
