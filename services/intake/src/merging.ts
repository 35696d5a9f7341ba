import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { CaseMergeAwaited, CaseMergeProposed } from '@accompany/contracts/intake/v1/events';
import { MergeDecline } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection, tryOut } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, Event, KnownCase, Merge } from './case.js';
import { active, isActive, led, ledAndOpen, readable } from './case-guards.js';
import { askOfficeAgain } from './offices.js';
import { checkUnencumbered } from './reopening.js';
import { openThreats } from './threats.js';
import { openSearch } from './whereabouts.js';

/** The lead proposes that this case become part of another one. Its work has to be ended or moved there first. */
export const proposeMerge = (
  state: Case,
  command: { caseId: string; mergeId: string; intoCaseId: string },
  target: Case,
  context: DecisionContext,
): Event[] => {
  const { caseId, mergeId, intoCaseId } = command;
  const found = ledAndOpen(state, context);
  if (found.merge?.proposed.mergeId === mergeId) return [];
  if (intoCaseId === caseId) throw new Rejection('MERGE_INTO_ITSELF');
  if (found.merge?.status === 'proposed') throw new Rejection('MERGE_PROPOSED_ALREADY', { into: found.merge.proposed.intoCaseId });
  if (target.status === 'none' || !isActive(target)) throw new Rejection('MERGE_TARGET_NOT_OPEN', { into: intoCaseId });
  if (found.absorptions.get(intoCaseId)?.status === 'absorbed') throw new Rejection('MERGE_CIRCULAR', { into: intoCaseId });
  checkMergeable(found);
  const { agency, person } = callerOf(context);
  return [{ $case: 'caseMergeProposed', value: { mergeId, intoCaseId, agency, proposedBy: person } }];
};

/** The proposal is taken back by the lead. */
export const withdrawMerge = (state: Case, mergeId: string, context: DecisionContext): Event[] => {
  const merge = proposal(led(state, context), mergeId);
  return merge.status === 'declined' ? [] : [declined(pending(merge), MergeDecline.MERGE_DECLINE_WITHDRAWN)];
};

/** The other case hears of the proposal. */
export const askMerge = (state: Case, fromCaseId: string, proposed: CaseMergeProposed): Event[] => {
  const { mergeId, agency, proposedBy } = proposed;
  if (state.status === 'none' || state.absorptions.get(fromCaseId)?.mergeId === mergeId) return [];
  return [{ $case: 'caseMergeAsked', value: { mergeId, fromCaseId, agency, proposedBy } }];
};

/**
 * The other case's lead agrees: another agency than the one that proposed, or another person of the same one. From here until the
 * merged case has followed, this one can neither close nor be merged. A case that is to be merged itself cannot agree; since a merge
 * is proposed before it is agreed to, no circle can come about, however long.
 */
export const agreeToMerge = (state: Case, fromCaseId: string, context: DecisionContext): Event[] => {
  const { agency, person } = callerOf(context);
  const found = led(state, context);
  const asked = found.absorptions.get(fromCaseId);
  if (asked === undefined || asked.status === 'ended') throw new Rejection('MERGE_NOT_PROPOSED');
  if (asked.status !== 'asked') return [];
  active(found);
  if (found.merge?.status === 'proposed') throw new Rejection('MERGE_CIRCULAR', { into: found.merge.proposed.intoCaseId });
  if (asked.agency === agency && asked.proposedBy === person) throw new Rejection('APPROVER_IS_PROPOSER');
  return [{ $case: 'caseMergeAwaited', value: { mergeId: asked.mergeId, fromCaseId, agreedBy: agency, agreedByPerson: person } }];
};

/** The other case's lead does not agree. */
export const refuseMerge = (state: Case, fromCaseId: string, context: DecisionContext): Event[] => {
  const asked = led(state, context).absorptions.get(fromCaseId);
  if (asked === undefined) throw new Rejection('MERGE_NOT_PROPOSED');
  if (asked.status === 'ended') return [];
  if (asked.status !== 'asked') throw new Rejection('MERGE_AGREED_ALREADY');
  return [{ $case: 'caseAbsorptionEnded', value: { mergeId: asked.mergeId, fromCaseId } }];
};

/** Both agreed. The case becomes part of the other one, unless something came up since: then the proposal comes to nothing. */
export const merge = (state: Case, agreed: CaseMergeAwaited): Event[] => {
  const { mergeId, agreedBy, agreedByPerson } = agreed;
  if (state.status === 'none' || state.merge?.status !== 'proposed' || state.merge.proposed.mergeId !== mergeId) return [];
  if (!isMergeable(state)) return [declined(state.merge, MergeDecline.MERGE_DECLINE_OBSTACLE)];
  const { intoCaseId } = state.merge.proposed;
  const threats = openThreats(state).flatMap((id) => state.threats.get(id)?.reported ?? []);
  const found = threats.map(({ threatId, kind, by, reportedBy }) => ({ threatId, kind, by, reportedBy }));
  return [{ $case: 'caseMerged', value: { mergeId, intoCaseId, agreedBy, agreedByPerson, risk: state.risk, openThreats: found } }];
};

/** The proposal was refused by the other case's lead. */
export const declineMerge = (state: Case, mergeId: string): Event[] =>
  state.status !== 'none' && state.merge?.status === 'proposed' && state.merge.proposed.mergeId === mergeId
    ? [declined(state.merge, MergeDecline.MERGE_DECLINE_REFUSED)]
    : [];

/** Either of the two agencies that agreed undoes the merge; the case is open again, as it was. */
export const undoMerge = (state: Case, command: { reason: Sealed | undefined }, context: DecisionContext): Event[] => {
  const { agency } = callerOf(context);
  const found = partner(state, agency);
  const { merge: done } = found;
  if (done?.status === 'undone') return [];
  if (done?.status !== 'merged') throw new Rejection('CASE_NOT_MERGED');
  const { mergeId, intoCaseId } = done.proposed;
  return [{ $case: 'caseMergeUndone', value: { mergeId, intoCaseId, reason: command.reason } }, ...askOfficeAgain(found)];
};

/** For the lead of this case, and for the agency that agreed to take it in. */
const partner = (state: Case, agency: string): KnownCase => {
  if (state.status !== 'none' && state.merge?.merged?.agreedBy === agency) return state;
  const found = readable(state, agency);
  if (found.lead !== agency) throw new Rejection('NOT_THE_LEAD', { lead: found.lead });
  return found;
};

const checkMergeable = (state: KnownCase): void => {
  checkUnencumbered(state);
  const search = openSearch(state);
  if (search !== undefined) throw new Rejection('WHEREABOUTS_UNKNOWN', { search: search.lost.searchId });
};

const isMergeable = (state: KnownCase): boolean => !(tryOut(() => checkMergeable(active(state))) instanceof Rejection);

const proposal = (state: KnownCase, mergeId: string): Merge => {
  if (state.merge?.proposed.mergeId !== mergeId) throw new Rejection('MERGE_NOT_PROPOSED');
  return state.merge;
};

const pending = (of: Merge): Merge => {
  if (of.status !== 'proposed') throw new Rejection('MERGE_NOT_PROPOSED');
  return of;
};

const declined = ({ proposed: { mergeId, intoCaseId } }: Merge, because: MergeDecline): Event => ({
  $case: 'caseMergeDeclined',
  value: { mergeId, intoCaseId, because },
});
