import type { ReasonEntry } from './entry.js';

/** Reasons of the intake service. */
export const INTAKE_REASONS = {} as const satisfies Record<string, ReasonEntry>;
