import type { Part } from '@accompany/access/parts';
import type { CounselGiven } from '@accompany/contracts/legalaid/v1/events';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { agencyOf, own, workable } from './guards.js';
import type { Event, Matter } from './matter.js';

/** Counsel as it is recorded; notes are sealed. */
export type CounselCommand = Omit<CounselGiven, 'givenBy'>;

/** Counsel was given to beneficiaries of the matter. Recording the same counsel again is a no-op. */
export const giveCounsel = (state: Matter, counsel: CounselCommand, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.counsels.some(({ counselId }) => counselId === counsel.counselId)) return [];
  workable(mine);
  const unknown = counsel.beneficiaryIds.find((id) => !mine.beneficiaries.some(({ beneficiaryId }) => beneficiaryId === id));
  if (unknown !== undefined)
    throw new Rejection('MATTER_BENEFICIARY_UNKNOWN', { beneficiary: unknown }, [
      { field: 'beneficiary_ids', description: 'must name beneficiaries of the matter' },
    ]);
  return [{ $case: 'counselGiven', value: { ...counsel, givenBy: agencyOf(context.actor).person } }];
};
