import type { ReasonEntry } from './entry.js';

/** Reasons of the timeline service. */
export const TIMELINE_REASONS = {} as const satisfies Record<string, ReasonEntry>;
