import { OfficeEvent } from '@accompany/contracts/directory/v1/events';
import type { BeginOfficeClosingRequest, KeepOfficeOpenRequest } from '@accompany/contracts/directory/v1/office';
import type { CloseOfficeRequest, OpenOfficeRequest } from '@accompany/contracts/directory/v1/service';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { type Agency, mustBeActive } from './agency.js';
import { mustSpeakFor } from './caller.js';
import { mustBeKnown, type UnknownPlace } from './place.js';

export type Event = NonNullable<OfficeEvent['event']>;
/** Cases by id, with the position of intake's history at which each was assigned. */
type Cases = ReadonlyMap<string, number>;
/** `taken`: assigned while it was open; whether it holds them still, its cases' own history says. `refused`: assigned too late. */
export type Office =
  | { status: 'none' }
  | { status: 'open' | 'closing' | 'closed'; officeId: string; agencyId: string; taken: Cases; refused: Cases };

export const office: Decider<Office, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'officeOpened') {
      const { officeId, agencyId } = event.value;
      return { status: 'open', officeId, agencyId, taken: new Map(), refused: new Map() };
    }
    if (state.status === 'none') return state;
    switch (event.$case) {
      case 'officeClosing':
        return { ...state, status: 'closing' };
      case 'officeKeptOpen':
        return { ...state, status: 'open' };
      case 'officeClosed':
        return { ...state, status: 'closed' };
      case 'officeCaseTaken':
        return { ...state, taken: new Map(state.taken).set(event.value.caseId, event.value.assignedAtPosition) };
      case 'officeCaseRefused':
        return { ...state, refused: new Map(state.refused).set(event.value.caseId, event.value.assignedAtPosition) };
      default:
        return unreachable(event);
    }
  },
};

export const officeAggregate = aggregate({
  category: 'office',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: office,
  codec: OfficeEvent,
});

/** Opens an office of an active agency, in a place that the gazetteer has. */
export const open = (
  state: Office,
  { officeId, agencyId, name, areaCode }: OpenOfficeRequest & { officeId: string },
  { actor }: DecisionContext,
  { agency, unknown }: { agency: Agency; unknown: readonly UnknownPlace[] },
): Event[] => {
  mustSpeakFor(agencyId, actor);
  if (state.status !== 'none') return [];
  mustBeActive(agency);
  mustBeKnown(unknown);
  return [{ $case: 'officeOpened', value: { officeId, agencyId, name, areaCode } }];
};

/** First step of its end: it takes no new cases from here on. It may still hold some. */
export const beginClosing = (state: Office, { reason }: BeginOfficeClosingRequest, { actor }: DecisionContext): Event[] => {
  if (state.status === 'none') throw new Rejection('OFFICE_UNKNOWN');
  const { officeId, agencyId } = state;
  mustSpeakFor(agencyId, actor);
  switch (state.status) {
    case 'open':
      return [{ $case: 'officeClosing', value: { officeId, agencyId, reason } }];
    case 'closing':
      return [];
    case 'closed':
      throw new Rejection('OFFICE_CLOSED', { office_id: officeId });
  }
};

/** Takes the first step back. */
export const keepOpen = (state: Office, _command: KeepOfficeOpenRequest, { actor }: DecisionContext): Event[] => {
  if (state.status === 'none') throw new Rejection('OFFICE_UNKNOWN');
  const { officeId, agencyId } = state;
  mustSpeakFor(agencyId, actor);
  switch (state.status) {
    case 'open':
      return [];
    case 'closing':
      return [{ $case: 'officeKeptOpen', value: { officeId, agencyId } }];
    case 'closed':
      throw new Rejection('OFFICE_CLOSED', { office_id: officeId });
  }
};

/**
 * Closes an office for good, when it holds no open case. What it offered ends with it: it is listed no more. An office whose
 * end had not begun takes both steps at once.
 */
export const close = (state: Office, { reason }: CloseOfficeRequest, { actor }: DecisionContext, known: CaseOffices): Event[] => {
  if (state.status === 'none') throw new Rejection('OFFICE_UNKNOWN');
  const { officeId, agencyId } = state;
  mustSpeakFor(agencyId, actor);
  if (state.status === 'closed') return [];
  const held = heldBy(state, known);
  if (held.length > 0) throw new Rejection('OFFICE_HOLDS_CASES', factsOf(officeId, held));
  const closed: Event = { $case: 'officeClosed', value: { officeId, agencyId, reason } };
  return state.status === 'closing' ? [closed] : [{ $case: 'officeClosing', value: { officeId, agencyId, reason } }, closed];
};

/**
 * A case was assigned to the office. Whether that counts is decided here, in the stream that its end is decided in: one of
 * the two comes first. An assignment that was seen before, or an older one, changes nothing.
 */
export const takeCase = (state: Office, { caseId, assignedAtPosition }: { caseId: string; assignedAtPosition: number }): Event[] => {
  if (state.status === 'none') return [];
  const seen = Math.max(state.taken.get(caseId) ?? 0, state.refused.get(caseId) ?? 0);
  if (assignedAtPosition <= seen) return [];
  const { officeId, agencyId } = state;
  return [
    {
      $case: state.status === 'open' ? 'officeCaseTaken' : 'officeCaseRefused',
      value: { officeId, agencyId, caseId, assignedAtPosition },
    },
  ];
};

/** Which office a case is with and whether it is open, and the position of intake's history up to which that is known. */
export type CaseOffice = { readonly officeId: string | undefined; readonly open: boolean; readonly position: number };
export type CaseOffices = ReadonlyMap<string, CaseOffice>;

/**
 * The open cases that an office alone holds, by id. What is known of a case counts only if it is no older than the assignment
 * that the office took; else the office holds it: when in doubt, it does not close. The last assignment of a case counts.
 */
export const heldBy = (state: Office, known: CaseOffices): string[] => {
  if (state.status === 'none') return [];
  return [...state.taken]
    .filter(([caseId, assignedAt]) => {
      if ((state.refused.get(caseId) ?? 0) > assignedAt) return false;
      const now = known.get(caseId);
      return now === undefined || now.position < assignedAt || (now.open && now.officeId === state.officeId);
    })
    .map(([caseId]) => caseId)
    .sort();
};

/** Refuses an office from which this agency can offer nothing. */
export const mustBeOpenOf = (agencyId: string, state: Office): void => {
  if (state.status === 'none' || state.agencyId !== agencyId) throw new Rejection('OFFICE_UNKNOWN');
  if (state.status === 'closing') throw new Rejection('OFFICE_IS_CLOSING', { office_id: state.officeId });
  if (state.status === 'closed') throw new Rejection('OFFICE_CLOSED', { office_id: state.officeId });
};

/** Error details have to stay small: the first cases by name, the others as a number. */
const MOST_NAMED = 50;

const factsOf = (officeId: string, held: readonly string[]): Record<string, string> => ({
  office_id: officeId,
  case_ids: held.slice(0, MOST_NAMED).join(', '),
  cases: String(held.length),
});
