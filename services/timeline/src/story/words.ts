import { ServiceCategory, serviceCategoryToJSON } from '@accompany/contracts/common/v1/common';

/** How a sentence is told: who acted, and what agencies are called. */
export type Telling = {
  /** The agency that acted, by its name; `The network` for a reaction or a timer. */
  readonly by: string;
  readonly name: (agency: string) => string;
};

/** A code of an enum in small words: `SERVICE_CATEGORY_LEGAL_AID` is `legal aid`. */
export const word = <Code extends number>(toJSON: (code: Code) => string, code: Code): string => {
  const prefix = toJSON(0 as Code).length - 'UNSPECIFIED'.length;
  return toJSON(code).slice(prefix).toLowerCase().replaceAll('_', ' ');
};

/** `a`, `a and b`, `a, b and c`. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A day in words, `3 February 2022` (UTC); empty for no date. */
export const day = (date: Date | undefined): string => (date === undefined ? '' : DAY.format(date));

/** A text behind a link word, or nothing when the text is empty. */
export const when = (link: string, text: string): string => (text === '' ? '' : `${link}${text}`);

/** `1 session`, `2 sessions`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** What a kind of service is called. */
export const service = (category: ServiceCategory): string => {
  switch (category) {
    case ServiceCategory.SERVICE_CATEGORY_UNSPECIFIED:
      return 'a service';
    case ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL:
      return 'psychosocial support';
    case ServiceCategory.SERVICE_CATEGORY_HEALTH:
      return 'medical care';
    case ServiceCategory.SERVICE_CATEGORY_LIVELIHOOD:
      return 'training and work';
    case ServiceCategory.SERVICE_CATEGORY_SHELTER:
      return 'a safe place to stay';
    case ServiceCategory.SERVICE_CATEGORY_FAMILY_BASED_CARE:
      return 'family-based care';
    case ServiceCategory.SERVICE_CATEGORY_DRUG_ALCOHOL:
      return 'treatment of addiction';
    default:
      return word(serviceCategoryToJSON, category);
  }
};
