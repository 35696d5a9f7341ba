import { Rejection } from '@accompany/domain';

/** A code that the gazetteer does not have, and those of its parents that it has, the nearest first. */
export type UnknownPlace = { readonly code: string; readonly knownParents: readonly string[] };

/** The code itself and those of the places it lies in, the nearest first: `171002` gives `171002`, `1710`, `17`. */
export const lineOf = (code: string): string[] =>
  Array.from({ length: code.length / 2 }, (_, level) => code.slice(0, code.length - 2 * level));

/** Those of the codes that are not known. An empty gazetteer knows nothing and refuses nothing: then only the format is checked. */
export const unknownAmong = (codes: readonly string[], known: ReadonlySet<string>, loaded: boolean): UnknownPlace[] =>
  !loaded
    ? []
    : codes
        .filter((code) => !known.has(code))
        .map((code) => ({
          code,
          knownParents: lineOf(code)
            .slice(1)
            .filter((parent) => known.has(parent)),
        }));

/** Refuses codes that the gazetteer does not have; the facts name the first and its nearest known parents. */
export const mustBeKnown = (unknown: readonly UnknownPlace[]): void => {
  const [first] = unknown;
  if (first === undefined) return;
  throw new Rejection('PLACE_UNKNOWN', {
    place_code: first.code,
    known_parents: first.knownParents.join(', ') || 'none',
    ...(unknown.length > 1 ? { unknown_codes: unknown.map(({ code }) => code).join(', ') } : {}),
  });
};

/** A name as it is searched: composed, small letters, without accents, spaces, invisible characters and signs. */
export const searchable = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
