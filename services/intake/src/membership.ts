import { type DecisionContext, fold, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import { type Case, caseDecider, type Event, type KnownCase } from './case.js';
import { active, isActive, known, readable } from './case-guards.js';

/** Asked before a programme admits a case: the agency takes part in it, and it is being worked on. */
export const mayEnter = (state: Case, agency: string): void => {
  active(readable(state, agency));
};

/** A programme's word that a case may enter. */
export type Admitted = { readonly programmeId: string; readonly admission: number; readonly agency: string };

/**
 * The case follows its admission to a programme, even if it was closed meanwhile. An admission that it followed before
 * changes nothing, so that it does not come back into a programme that it has left since.
 */
export const followAdmission = (state: Case, { programmeId, admission, agency }: Admitted): Event[] => {
  const found = known(state);
  if (admission <= (found.admissions.get(programmeId)?.number ?? 0)) return [];
  return [{ $case: 'caseProgrammeJoined', value: { programmeId, admission, agency } }];
};

/** The case leaves a programme and goes on: its lead, or who runs the programme, says so. */
export const leaveProgramme = (state: Case, programmeId: string, context: DecisionContext): Event[] => {
  const { agency } = callerOf(context);
  const found = known(state);
  if (agency !== found.lead && agency !== found.admissions.get(programmeId)?.runBy) throw new Rejection('CASE_UNKNOWN');
  return left(found, programmeId);
};

/**
 * A programme ends: the case leaves it, unless it is held by that programme alone. Decided here, so that of two programmes
 * that end at once one keeps the case. An admission that the case did not follow yet is followed first: it cannot come later.
 */
export const leaveEnding = (state: Case, admitted: Admitted): Event[] => {
  const entered = followAdmission(state, admitted);
  const found = known(fold(caseDecider, entered, state));
  return [...entered, ...(isHeldAlone(found, admitted.programmeId) ? [] : left(found, admitted.programmeId))];
};

/** The case leaves the programmes that an agency runs, because the agency leads it no longer. */
export const leaveProgrammesOf = (state: KnownCase, agency: string): Event[] =>
  [...state.programmes].filter((one) => state.admissions.get(one)?.runBy === agency).flatMap((one) => left(state, one));

/** Open, in no other programme, and led by who runs this one. */
const isHeldAlone = (state: KnownCase, programmeId: string): boolean =>
  isActive(state) && state.lead === state.admissions.get(programmeId)?.runBy && state.programmes.size === 1;

const left = (state: KnownCase, programmeId: string): Event[] => {
  const admission = state.admissions.get(programmeId);
  if (admission === undefined || !state.programmes.has(programmeId)) return [];
  return [{ $case: 'caseProgrammeLeft', value: { programmeId, admission: admission.number } }];
};
