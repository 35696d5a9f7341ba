import { type Part, works } from '@accompany/access/parts';
import type { Beneficiary } from '@accompany/contracts/legalaid/v1/events';
import { ConflictCheck, Relation } from '@accompany/contracts/legalaid/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { agencyOf, clearOfConflict, notEnded, own, workable } from './guards.js';
import type { Event, Matter, OpenedMatter } from './matter.js';

/** What an agency opens a matter with; names are sealed. */
export type OpenCommand = {
  readonly needId: string;
  readonly beneficiaries: readonly Beneficiary[];
  readonly conflictCheck: ConflictCheck;
};

/** What has to be known of the case. */
export type CaseKnown = { readonly clientId: string; readonly open: boolean; readonly part: Part | undefined };

/**
 * An agency opens a matter, having checked for a conflict of interest. Where the need has opened it by itself, the check
 * and the beneficiaries that are new are added; opening it again is a no-op.
 */
export const open = (state: Matter, command: OpenCommand, known: CaseKnown, context: DecisionContext): Event[] => {
  const { agency } = agencyOf(context.actor);
  const { needId, beneficiaries, conflictCheck } = command;
  if (known.part === undefined) throw new Rejection('CASE_UNKNOWN');
  if (!works(known.part)) throw new Rejection('NOT_LEAD_OR_PROVIDER');
  clearOfConflict(conflictCheck);
  if (state.status !== 'none') return complete(own(state, known.part, context.actor), command);
  if (!known.open) throw new Rejection('CASE_NOT_OPEN');
  const { clientId } = known;
  return [{ $case: 'matterOpened', value: { clientId, needId, agency, beneficiaries: distinct(beneficiaries), conflictCheck } }];
};

const complete = (mine: OpenedMatter, { beneficiaries }: OpenCommand): Event[] => {
  const pending = mine.conflict === ConflictCheck.CONFLICT_CHECK_PENDING;
  const added = distinct(beneficiaries).filter((beneficiary) => !has(mine, beneficiary.beneficiaryId));
  if (!pending && added.length === 0) return [];
  notEnded(mine);
  if (!pending) clearOfConflict(mine.conflict);
  const checked: Event[] = pending ? [{ $case: 'conflictChecked', value: { result: ConflictCheck.CONFLICT_CHECK_NONE_FOUND } }] : [];
  return [...checked, ...added.map((beneficiary): Event => ({ $case: 'beneficiaryAdded', value: { beneficiary } }))];
};

/** A need for legal aid, as the assessment that found it says. */
export type LegalNeed = { readonly needId: string; readonly agency: string; readonly clientId: string };

/** A need for legal aid opens a matter of its agency for the child; the check for a conflict of interest is still to be made. */
export const openForNeed = (state: Matter, { needId, agency, clientId }: LegalNeed): Event[] => {
  if (state.status !== 'none') return [];
  const beneficiaries = [{ beneficiaryId: clientId, relation: Relation.RELATION_CLIENT, name: undefined }];
  const conflictCheck = ConflictCheck.CONFLICT_CHECK_PENDING;
  return [{ $case: 'matterOpened', value: { clientId, needId, agency, beneficiaries, conflictCheck } }];
};

/** The lead of the case changed: a matter of the old lead that goes on is the new one's. Does nothing where it was not the old one's, or has ended. */
export const passOn = (state: Matter, fromAgency: string, toAgency: string): Event[] => {
  if (state.status === 'none' || state.status === 'closed' || state.status === 'discontinued') return [];
  return state.agency !== fromAgency || fromAgency === toAgency ? [] : [{ $case: 'matterPassedOn', value: { fromAgency, toAgency } }];
};

/** What a check for a conflict of interest gave; a later check may give something else. */
export const checkConflict = (state: Matter, result: ConflictCheck, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.conflict === result) return [];
  notEnded(mine);
  return [{ $case: 'conflictChecked', value: { result } }];
};

/** The agency acts for another person as well. Adding a person again is a no-op. */
export const addBeneficiary = (state: Matter, beneficiary: Beneficiary, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (has(mine, beneficiary.beneficiaryId)) return [];
  workable(mine);
  return [{ $case: 'beneficiaryAdded', value: { beneficiary } }];
};

const has = (mine: OpenedMatter, id: string): boolean => mine.beneficiaries.some(({ beneficiaryId }) => beneficiaryId === id);

const distinct = (beneficiaries: readonly Beneficiary[]): Beneficiary[] => [
  ...new Map(beneficiaries.map((beneficiary) => [beneficiary.beneficiaryId, beneficiary])).values(),
];
