import type { Assessment, Event, KnownAssessment } from './assessment.js';

/** Whether it is still to be handed in. */
const awaited = (state: Assessment): state is KnownAssessment =>
  state.status === 'requested' || state.status === 'in_progress' || state.status === 'returned';

/** The timer's question: is it due and not handed in? Said once for each day by which it is due. */
export const becomeOverdue = (state: Assessment, now: Date): Event[] => {
  if (!awaited(state) || state.overdue || state.dueAt === undefined || now < state.dueAt) return [];
  return [{ $case: 'assessmentOverdue', value: { dueAt: state.dueAt } }];
};

/** An alert makes it due sooner; one that is due by then, or was handed in, stays as it is. */
export const bringForward = (
  state: Assessment,
  { alertId, dueBy }: { readonly alertId: string; readonly dueBy: Date | undefined },
): Event[] => {
  if (!awaited(state) || dueBy === undefined || (state.dueAt !== undefined && state.dueAt <= dueBy)) return [];
  return [{ $case: 'assessmentBroughtForward', value: { from: state.dueAt, dueAt: dueBy, alertId } }];
};
