import { Rejection } from '@accompany/domain';

/** A code that the gazetteer does not have, and those of the places it lies in that it has, the nearest first. */
export type UnknownPlace = { readonly code: string; readonly knownParents: readonly string[] };

/** What is known of the places that a code lies in: whether a gazetteer was loaded, and whether it has the province down to villages. */
export type KnownPlaces = { readonly codes: ReadonlySet<string>; readonly loaded: boolean; readonly detailed: boolean };

/** Digits of the finest area that is told in plain: a district. */
const DISTRICT = 4;

/** The code itself and those of the places it lies in, the nearest first: `171002` gives `171002`, `1710`, `17`. */
export const lineOf = (code: string): string[] =>
  Array.from({ length: code.length / 2 }, (_, level) => code.slice(0, code.length - 2 * level));

/**
 * The code, if the gazetteer does not have it. Without a gazetteer every code that has its form is taken; where the network was told of
 * districts only, what is finer is not looked at.
 */
export const unknownPlace = (code: string, { codes, loaded, detailed }: KnownPlaces): UnknownPlace | undefined => {
  if (code === '' || !loaded || codes.has(detailed ? code : code.slice(0, DISTRICT))) return undefined;
  return { code, knownParents: lineOf(code).filter((parent) => parent !== code && codes.has(parent)) };
};

/**
 * Passes on what was decided, unless it names a place that the gazetteer does not have. What changes nothing names none, so that a
 * command that was carried out can be repeated.
 */
export const inKnownPlace = <Event>(unknown: UnknownPlace | undefined, events: Event[]): Event[] => {
  if (unknown === undefined || events.length === 0) return events;
  const { code, knownParents } = unknown;
  throw new Rejection('PLACE_UNKNOWN', { place_code: code, known_parents: knownParents.join(', ') || 'none' });
};

/** As inKnownPlace, for where somebody lives: the refusal tells no more than the district, as everything outside sealed data does. */
export const atKnownHome = <Event>(unknown: UnknownPlace | undefined, events: Event[]): Event[] => {
  if (unknown === undefined || unknown.code.length <= DISTRICT || events.length === 0) return inKnownPlace(unknown, events);
  const areas = unknown.knownParents.filter((parent) => parent.length <= DISTRICT);
  throw new Rejection('PLACE_UNKNOWN', { field: 'contact.place_code', known_parents: areas.join(', ') || 'none' });
};
