import { type DecisionContext, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, KnownCase } from './case.js';

/** The case, whoever asks; for reactions. */
export const known = (state: Case): KnownCase => {
  if (state.status === 'none') throw new Rejection('CASE_UNKNOWN');
  return state;
};

/** The case, for an agency that takes part in it. To all others it does not exist. */
export const readable = (state: Case, agency: string): KnownCase => {
  const found = known(state);
  if (found.lead !== agency && !found.providers.has(agency) && !found.monitors.has(agency)) throw new Rejection('CASE_UNKNOWN');
  return found;
};

/** The case, for its lead. */
export const led = (state: Case, context: DecisionContext): KnownCase => {
  const { agency } = callerOf(context);
  const found = readable(state, agency);
  if (found.lead !== agency) throw new Rejection('NOT_THE_LEAD', { lead: found.lead });
  return found;
};

/** The case, for its lead, while it is being worked on. */
export const ledAndOpen = (state: Case, context: DecisionContext): KnownCase => active(led(state, context));

/** Whether the case is being worked on. A proposal to close does not stop the work. */
export const isActive = ({ status }: KnownCase): boolean => status === 'open' || status === 'closure_proposed';

/** Refused once the case is closed, merged, or known to be a mistake. */
export const active = (state: KnownCase): KnownCase => {
  if (!isActive(state)) throw new Rejection('CASE_NOT_OPEN', { status: state.status });
  return state;
};

/** The case, for its lead, while it stands for itself: open or closed, but neither merged nor a mistake. */
export const ledAndStanding = (state: Case, context: DecisionContext): KnownCase => {
  const found = led(state, context);
  if (found.status === 'merged' || found.status === 'entered_in_error') throw new Rejection('CASE_NOT_OPEN', { status: found.status });
  return found;
};
