import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Case, Event } from './case.js';
import { ledAndOpen } from './case-guards.js';

/** An office of the lead agency holds the case. */
export const assignOffice = (state: Case, officeId: string, listed: boolean, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.office === officeId) return [];
  if (!listed) throw new Rejection('OFFICE_NOT_LISTED', { office: officeId });
  return [{ $case: 'caseOfficeAssigned', value: { officeId, agency: found.lead } }];
};
