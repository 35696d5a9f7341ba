import { arrival } from './arrival.js';
import { assessing } from './assessing.js';
import type { Step } from './journey.js';
import { supporting } from './supporting.js';

export { eventually, made, note } from '../journey.js';
export { type Agency, beginJourney, february, type Journey, type Made, type Step } from './journey.js';

/** Account B, one girl's way through the network in February 2022, step by step. Play the steps in order over one journey. */
export const accountB: readonly Step[] = [...arrival, ...assessing, ...supporting];
