import { type PersonalDataCategory, personalDataCategoryFromJSON, personalDataCategoryToJSON } from '@accompany/contracts/common/v1/common';
import { codecOf, type Fact } from './fact.js';
import { word } from './story/words.js';

/** An event's data as canonical JSON (proto3's, without the wrapper); sealed values are shown as sealed, with their category. */
export const detailsOf = ({ type, event }: Pick<Fact, 'type' | 'event'>): string => {
  const wrapped = codecOf(type).toJSON({ event: event as never }) as Record<string, unknown>;
  return JSON.stringify(withoutCiphertext(wrapped[event.$case] ?? {}));
};

const withoutCiphertext = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (typeof value !== 'object' || value === null) return value;
  if ('ciphertext' in value && 'subjectId' in value) return `sealed (${categoryOf(value)})`;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutCiphertext(item)]));
};

const categoryOf = (sealed: object & { category?: unknown }): string =>
  word<PersonalDataCategory>(personalDataCategoryToJSON, personalDataCategoryFromJSON(sealed.category ?? 0));
