import { fold } from '@accompany/domain';
import { type Acting, type AnyActing, type App, acting } from '@accompany/runtime';
import { activityActions, answersFor, isHolder, programmeActions, runs, volunteerActions } from './actions-programme.js';
import { isReader, reportActions } from './actions-report.js';
import { type Activity, type Event as ActivityEvent, activityAggregate } from './activity.js';
import type { Term } from './activity-account.js';
import { type Case, type Event as CaseEvent, caseAggregate, caseDecider } from './case.js';
import { caseActions, isParty, type Judged } from './case-actions.js';
import { approvedAssessment, latestApproved } from './copied.js';
import { leaveEnding } from './membership.js';
import { type Event, type Programme, programmeAggregate } from './programme.js';
import { reportAggregate } from './report.js';
import { volunteerAggregate } from './volunteer.js';

/** The cases that would leave a programme if it ended now: each is asked in its own stream, as at its end, and nothing is written. */
const leaving = async (app: App, state: Programme): Promise<Map<string, number>> => {
  const gone = new Map<string, number>();
  if (state.status !== 'ending') return gone;
  const { programmeId, agency } = state.begun;
  for (const [caseId, admission] of state.cases) {
    const { state: found } = await app.load(caseAggregate, caseId);
    if (found.status === 'none') continue;
    const after = fold(caseDecider, leaveEnding(found, { programmeId, admission, agency }), found);
    if (after.status !== 'none' && !after.programmes.has(programmeId)) gone.set(caseId, admission);
  }
  return gone;
};

/** From when to when the programme of an activity ran. */
const termOf = async (app: App, state: Activity): Promise<Term | undefined> => {
  if (state.status === 'none' || state.held.programmeId === '') return undefined;
  const { state: programme } = await app.load(programmeAggregate, state.held.programmeId);
  return programme.status === 'none' ? undefined : { from: programme.begun.begunAt, until: programme.endedAt };
};

/** The approved assessment that was submitted last. */
const judgedIn = async (app: App, caseId: string): Promise<Judged | undefined> => {
  const assessmentId = await latestApproved(app, caseId);
  const found = assessmentId === '' ? undefined : await approvedAssessment(app, caseId, assessmentId);
  return found && { ...found, assessmentId };
};

const cases: Acting<Case, CaseEvent> = {
  aggregate: caseAggregate,
  actions: async (app, { key }) => caseActions(await judgedIn(app, key)),
  isParty,
};

const programmes: Acting<Programme, Event> = {
  aggregate: programmeAggregate,
  actions: async (app, { state }) => programmeActions(await leaving(app, state)),
  isParty: runs,
};

const activities: Acting<Activity, ActivityEvent> = {
  aggregate: activityAggregate,
  actions: async (app, { state }) => activityActions(await termOf(app, state)),
  isParty: isHolder,
};

/** What people may do with the things of this service. */
export const actings: readonly AnyActing[] = [
  acting(cases),
  acting({ aggregate: reportAggregate, actions: reportActions, isParty: isReader }),
  acting(programmes),
  acting(activities),
  acting({ aggregate: volunteerAggregate, actions: volunteerActions, isParty: answersFor }),
];
