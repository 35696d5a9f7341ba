import type { Part } from '@accompany/access/parts';
import { ConflictCheck } from '@accompany/contracts/legalaid/v1/types';
import { type Actor, Rejection } from '@accompany/domain';
import type { Matter, OpenedMatter } from './matter.js';

/** The agency and person behind a command; the calls of this service are open to agencies only. */
export const agencyOf = (actor: Actor): { readonly agency: string; readonly person: string } => {
  if (actor.kind !== 'agency') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  return actor;
};

/** The matter, if the caller is its agency; `part` is the caller's part in the case. */
export const own = (state: Matter, part: Part | undefined, actor: Actor): OpenedMatter => {
  const { agency } = agencyOf(actor);
  if (state.status === 'none') throw new Rejection('MATTER_UNKNOWN');
  if (state.agency === agency) return state;
  throw new Rejection(part === undefined ? 'MATTER_UNKNOWN' : 'NOT_THE_MATTERS_AGENCY');
};

/** The matter, if the caller may know of it: its agency, and who takes part in the case. */
export const visible = (state: Matter, part: Part | undefined, actor: Actor): OpenedMatter => {
  const { agency } = agencyOf(actor);
  if (state.status === 'none' || (state.agency !== agency && part === undefined)) throw new Rejection('MATTER_UNKNOWN');
  return state;
};

/** Refused once the matter has ended. */
export const notEnded = (mine: OpenedMatter): void => {
  if (mine.status === 'closed' || mine.status === 'discontinued') throw new Rejection('MATTER_ENDED', { status: mine.status });
};

/** Legal work goes on in a matter that has not ended and where no conflict of interest was found. */
export const workable = (mine: OpenedMatter): void => {
  notEnded(mine);
  clearOfConflict(mine.conflict);
};

/** Refused where a conflict of interest was found, or nobody has looked. */
export const clearOfConflict = (conflict: ConflictCheck): void => {
  if (conflict === ConflictCheck.CONFLICT_CHECK_FOUND) throw new Rejection('MATTER_CONFLICT_OF_INTEREST');
  if (conflict !== ConflictCheck.CONFLICT_CHECK_NONE_FOUND) throw new Rejection('MATTER_CONFLICT_CHECK_MISSING');
};
