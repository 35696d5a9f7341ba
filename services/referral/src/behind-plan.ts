import { type Frequency, Period } from '@accompany/contracts/referral/v1/types';
import { foreseenBy, type Pace } from '@accompany/domain';
import type { KnownPlan } from './plan.js';

export type Progress = { readonly held: number; readonly expected: number; readonly behind: boolean };

/**
 * Whether a plan is behind at a moment: held < expected.
 *
 * held     = sessions with held_at ≤ moment
 * expected = floor( what its paces foresee until the end of the plan or the moment, whichever is first ), see `foreseenBy`
 *
 * Example: 2 per month from 1 February: on 15 February (half of 28 days) 1 is expected, on 1 April 4.
 */
export const behindPlan = (plan: KnownPlan, moment: Date): Progress => {
  const { paces, sessions } = plan.terms;
  const until = 'endedAt' in plan && plan.endedAt < moment ? plan.endedAt : moment;
  const expected = Math.floor(foreseenBy(paces.map(toPace), until) + 1e-9);
  const held = [...sessions.values()].filter((session) => session.status === 'held' && session.heldAt <= moment).length;
  return { held, expected, behind: held < expected };
};

const toPace = ({ from, frequency: { sessions, period } }: { readonly from: Date; readonly frequency: Frequency }): Pace => ({
  from,
  times: period === Period.PERIOD_UNSPECIFIED ? 0 : sessions,
  per: period === Period.PERIOD_MONTH ? 'month' : 'week',
});
