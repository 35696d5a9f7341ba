import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { Sex } from '@accompany/contracts/intake/v1/service';
import type { OscarClient } from './client.js';

/** What the source left open, as a code, and its own word for it. It is kept beside the record instead of being decided by us. */
export type Ambiguity = { readonly code: string; readonly sourceText: string };

// A status is a word. What does not look like one could be about a person and stays out.
const open = (code: string, given: unknown = ''): Ambiguity => ({
  code,
  sourceText: /^[\w -]{1,40}$/.test(String(given)) ? String(given) : '',
});

/** A value as understood, and what remains open about it. */
export type Fact<Value> = { readonly value: Value; readonly open: readonly Ambiguity[] };

const RISKS: Readonly<Record<string, RiskLevel>> = {
  high: RiskLevel.RISK_LEVEL_HIGH,
  medium: RiskLevel.RISK_LEVEL_MEDIUM,
  low: RiskLevel.RISK_LEVEL_LOW,
};

/** Missing is unknown. "No action" says what to do, not how great the risk is: unknown as well, never low. */
export const riskOf = (given: unknown): Fact<RiskLevel> => {
  const unknown = RiskLevel.RISK_LEVEL_UNKNOWN;
  if (given === undefined || given === null || given === '') return { value: unknown, open: [] };
  const word = typeof given === 'string' ? given.trim().toLowerCase().replace(/_/g, ' ') : '';
  if (word === 'no action') return { value: unknown, open: [open('risk_not_comparable', given)] };
  const risk = Object.hasOwn(RISKS, word) ? RISKS[word] : undefined;
  return risk === undefined ? { value: unknown, open: [open('risk_unreadable')] } : { value: risk, open: [] };
};

/** Official codes are strings of 2, 4, 6 or 8 digits. A number, or an odd length, has lost its zero: it is not mended. */
export const locationOf = (client: OscarClient): Fact<string> => {
  const given = [client.address_current_village_code, client.location_current_village_code].filter(
    (code) => code !== undefined && code !== null && code !== '',
  );
  const readable = given.filter((code): code is string => typeof code === 'string' && /^(\d\d){1,4}$/.test(code));
  const ambiguities: Ambiguity[] = [];
  if (readable.length < given.length) ambiguities.push(open('location_unreadable'));
  if (new Set(readable).size > 1) ambiguities.push(open('locations_differ'));
  return { value: readable[0] ?? '', open: ambiguities };
};

const KNOWN_STATUSES = new Set(['Referred', 'Accepted', 'Active']);

/** The status as the source says it. It stands at the client, so with several services it does not say which is meant. */
export const statusOf = (client: OscarClient, services: number): Fact<string> => {
  const ambiguities: Ambiguity[] = [];
  if (client.status === '') ambiguities.push(open('status_not_given'));
  else if (client.status === 'Exited') ambiguities.push(open('status_means_rejected_or_ended', client.status));
  else if (!KNOWN_STATUSES.has(client.status)) ambiguities.push(open('status_not_known', client.status));
  if (client.status !== '' && services > 1) ambiguities.push(open('status_covers_several_services', client.status));
  if (client.is_referred === false) ambiguities.push(open('not_marked_as_referred'));
  return { value: client.status.slice(0, 100), open: ambiguities };
};

/** The open question of a referral without a date. */
export const DATE_NOT_GIVEN: Ambiguity = open('date_not_given');

/** A calendar day, `undefined` when it is not one. */
export const dayOf = (given: string): string | undefined => {
  const day = /^(\d{4}-\d{2}-\d{2})(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.exec(given.trim())?.[1];
  if (day === undefined) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? undefined : day;
};

const SEXES: Readonly<Record<string, Sex>> = { female: Sex.SEX_FEMALE, male: Sex.SEX_MALE, other: Sex.SEX_OTHER };

/** The sex that was recorded. A word that says something else than our words do stays open. */
export const sexOf = (given: string): Fact<Sex> => {
  const word = given.toLowerCase();
  if (word === '' || word === 'unknown') return { value: Sex.SEX_UNSPECIFIED, open: [] };
  const sex = Object.hasOwn(SEXES, word) ? SEXES[word] : undefined;
  return sex === undefined ? { value: Sex.SEX_UNSPECIFIED, open: [open('sex_not_comparable', given)] } : { value: sex, open: [] };
};

/** The date of birth as a day. One that cannot be read is not used and stays open. */
export const birthOf = (given: string): Fact<string> => {
  if (given === '') return { value: '', open: [] };
  const day = dayOf(given);
  return day === undefined ? { value: '', open: [open('date_of_birth_unreadable')] } : { value: day, open: [] };
};
