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

/** Refused once the case is closed; a proposal to close does not stop the work. */
export const active = (state: KnownCase): KnownCase => {
  if (state.status === 'closed') throw new Rejection('CASE_NOT_OPEN', { status: state.status });
  return state;
};
