import type { Sealed } from '@accompany/contracts/common/v1/common';
import { type CaseErrorReason, DutyKind } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Case, Event, KnownCase } from './case.js';
import { isActive, led, ledAndStanding } from './case-guards.js';
import { openDuties } from './duties.js';
import { askOfficeAgain } from './offices.js';

/** The lead takes a closed case up again. Nothing else reopens a case. */
export const reopen = (state: Case, command: { reopeningId: string; reason: Sealed | undefined }, context: DecisionContext): Event[] => {
  const found = ledAndStanding(state, context);
  if (found.reopeningId === command.reopeningId) return [];
  if (isActive(found)) throw new Rejection('CASE_NOT_CLOSED');
  return [{ $case: 'caseReopened', value: command }, ...askOfficeAgain(found)];
};

/** The lead says that the case should never have been opened. It ends nothing else, so nothing else may be open. */
export const enterInError = (
  state: Case,
  command: { reason: CaseErrorReason; notes: Sealed | undefined },
  context: DecisionContext,
): Event[] => {
  const found = led(state, context);
  if (found.error === command.reason) return [];
  const standing = ledAndStanding(state, context);
  checkUnencumbered(standing);
  return [{ $case: 'caseEnteredInError', value: command }];
};

/** Refused while referrals, transfers or matters are open: nothing ends them by side effect. */
export const checkUnencumbered = (state: KnownCase): void => {
  const all = [DutyKind.DUTY_KIND_REFERRAL, DutyKind.DUTY_KIND_TRANSFER, DutyKind.DUTY_KIND_MATTER];
  const duties = all.flatMap((kind) => openDuties(state, kind));
  if (duties.length > 0) throw new Rejection('DUTIES_OPEN', { duties: duties.join(' ') });
  const cases = [...state.absorptions].filter(([, { status }]) => status === 'awaited').map(([caseId]) => caseId);
  if (cases.length > 0) throw new Rejection('MERGE_AWAITED', { cases: cases.join(' ') });
};
