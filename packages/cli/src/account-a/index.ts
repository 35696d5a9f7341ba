import { closing } from './closing.js';
import { confiding } from './confiding.js';
import { handingOver } from './handing-over.js';
import type { Step } from './journey.js';
import { nextProgramme } from './next-programme.js';
import { opening } from './opening.js';
import { reintegrating } from './reintegrating.js';
import { searching } from './searching.js';

export { made } from '../journey.js';
export { type Agency, beginJourney, COUNTS, GIVER, HANDED_OVER, type Journey, LED, type Made, RECEIVERS, type Step } from './journey.js';

/** Account A, a programme that ends in October 2021, step by step. Play the steps in order over one journey. */
export const accountA: readonly Step[] = [
  ...opening,
  ...closing,
  ...handingOver,
  ...searching,
  ...nextProgramme,
  ...reintegrating,
  ...confiding,
];
