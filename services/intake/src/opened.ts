import type { PersonalDataCategory, Sealed } from '@accompany/contracts/common/v1/common';
import type { KnownCase } from './case.js';
import { categoriesOpenTo } from './sharing.js';

/** Opens a text of the case, or leaves it empty where it is not open to the reader; `writtenBy` is the agency whose words it is. */
export type Open = (sealed: Sealed | undefined, writtenBy?: string) => Promise<string>;

/** Reads a case for one agency. */
export type Opening = {
  /** Makes a way of opening sealed texts into one that opens only what the agency may read. */
  readonly opening: (open: (sealed: Sealed) => Promise<string>) => Open;
  /** The categories in which something was left closed until now, ascending. */
  readonly withheld: () => PersonalDataCategory[];
};

/** Opens what is open to an agency, and remembers what was not: whoever reads is told that something is there. */
export const openingFor = (state: KnownCase, agency: string): Opening => {
  const categories = categoriesOpenTo(state, agency);
  const closed = new Set<PersonalDataCategory>();
  return {
    opening:
      (open) =>
      async (sealed, writtenBy = '') => {
        if (sealed === undefined) return '';
        if (categories.has(sealed.category) || writtenBy === agency) return open(sealed);
        closed.add(sealed.category);
        return '';
      },
    withheld: () => [...closed].sort((a, b) => a - b),
  };
};
