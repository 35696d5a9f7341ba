import { ANY_ID } from '@accompany/domain';
import type { Case, KnownCase } from './case.js';

/** Of what the command would name, one that is there; some id where there is none. */
export const one = (state: Case, find: (found: KnownCase) => string | undefined): string =>
  state.status === 'none' ? ANY_ID : (find(state) ?? ANY_ID);
