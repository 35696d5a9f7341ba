import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Case, Event, KnownCase } from './case.js';
import { known, ledAndOpen } from './case-guards.js';

/** An office of the lead agency holds the case. */
export const assignOffice = (state: Case, officeId: string, listed: boolean, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.office === officeId) return [];
  if (!listed) throw new Rejection('OFFICE_NOT_LISTED', { office: officeId });
  return [{ $case: 'caseOfficeAssigned', value: { officeId, agency: found.lead } }];
};

/** The office takes no more cases: the case needs another one. */
export const declineOffice = (state: Case, officeId: string): Event[] => {
  const { office, lead } = known(state);
  return office === officeId ? [{ $case: 'caseOfficeDeclined', value: { officeId, agency: lead } }] : [];
};

/** A case that is taken up again asks its office anew, which may take none any more. */
export const askOfficeAgain = ({ office, lead }: KnownCase): Event[] =>
  office === '' ? [] : [{ $case: 'caseOfficeAssigned', value: { officeId: office, agency: lead } }];
