import { ParticipantPart, participantPartToJSON } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, ServiceCategory, serviceCategoryToJSON } from '@accompany/contracts/common/v1/common';

/** How a sentence is told: who acted, and what agencies are called. */
export type Telling = {
  /** The agency that acted, by its name; `The network` for a reaction or a timer. */
  readonly by: string;
  readonly name: (agency: string) => string;
};

/** A code of an enum in small words: `SERVICE_CATEGORY_LEGAL_AID` is `legal aid`. */
export const word = <Code extends number>(toJSON: (code: Code) => string, code: Code): string => {
  const prefix = toJSON(0 as Code).length - 'UNSPECIFIED'.length;
  return toJSON(code).slice(prefix).toLowerCase().replaceAll('_', ' ').replace('follow up', 'follow-up');
};

/** The name of an event, told as words: `transferAccepted` is `transfer accepted`. */
export const nameOf = ($case: string): string => $case.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** `a`, `a and b`, `a, b and c`. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A day in words, `3 February 2022` (UTC); empty for no date. */
export const day = (date: Date | undefined): string => (date === undefined ? '' : DAY.format(date));

/** A text behind a link word, or nothing when the text is empty. */
export const when = (link: string, text: string): string => (text === '' ? '' : `${link}${text}`);

/** `1 session`, `2 sessions`, `2 beneficiaries`. */
export const count = (n: number, noun: string, nouns = `${noun}s`): string => `${n} ${n === 1 ? noun : nouns}`;

const ORDINAL = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIX: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** `1st`, `2nd`, `11th`. */
export const ordinal = (n: number): string => `${n}${SUFFIX[ORDINAL.select(n)] ?? 'th'}`;

/** What is shared, by its category. */
const shared = (category: PersonalDataCategory): string => {
  switch (category) {
    case PersonalDataCategory.PERSONAL_DATA_CATEGORY_UNSPECIFIED:
      return 'something';
    case PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY:
      return 'who the child is';
    case PersonalDataCategory.PERSONAL_DATA_CATEGORY_CONTACT:
      return 'how to reach the family';
    case PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE:
      return 'the account of what happened';
    case PersonalDataCategory.PERSONAL_DATA_CATEGORY_HEALTH:
      return 'what concerns health';
    case PersonalDataCategory.PERSONAL_DATA_CATEGORY_LEGAL:
      return 'what concerns the law';
  }
};

/** What is shared: `who the child is and what concerns health`. */
export const data = (categories: readonly PersonalDataCategory[]): string =>
  categories.length === 0 ? 'nothing about the child' : list(categories.map(shared));

/** Who was there, each once. */
export const present = (parts: readonly ParticipantPart[]): string => list([...new Set(parts)].map(somebody));

const somebody = (part: ParticipantPart): string => {
  switch (part) {
    case ParticipantPart.PARTICIPANT_PART_UNSPECIFIED:
      return 'somebody';
    case ParticipantPart.PARTICIPANT_PART_CHILD:
      return 'the child';
    case ParticipantPart.PARTICIPANT_PART_COMMUNITY:
      return 'somebody of the community';
    case ParticipantPart.PARTICIPANT_PART_PARENT:
    case ParticipantPart.PARTICIPANT_PART_CAREGIVER:
    case ParticipantPart.PARTICIPANT_PART_SIBLING:
    case ParticipantPart.PARTICIPANT_PART_RELATIVE:
    case ParticipantPart.PARTICIPANT_PART_PROFESSIONAL:
      return `a ${word(participantPartToJSON, part)}`;
  }
};

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
