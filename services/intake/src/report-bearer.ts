import { ReportSource } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { type Activity, held } from './activity.js';
import { answeredFor, type Volunteer } from './volunteer.js';

/** At which activity of the agency, and through which of its volunteers, a report came; undefined = none was named. */
export type Bearer = { readonly activity: Activity | undefined; readonly volunteer: Volunteer | undefined };

/** Refuses a bearer that is not the agency's own, or that contradicts the report's source. Who has left since may have brought it. */
export const checkBearer = (source: ReportSource, { activity, volunteer }: Bearer, context: Pick<DecisionContext, 'actor'>): void => {
  if (activity !== undefined) {
    const { status, held: told } = held(activity, context);
    if (status === 'withdrawn') throw new Rejection('ACTIVITY_WITHDRAWN', { activity_id: told.activityId });
  }
  if (volunteer === undefined) return;
  answeredFor(volunteer, context);
  if (source !== ReportSource.REPORT_SOURCE_VOLUNTEER) throw new Rejection('REPORT_SOURCE_CONTRADICTORY', { source: ReportSource[source] });
};
