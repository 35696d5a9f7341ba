import { randomUUID } from 'node:crypto';
import { copyCase } from '@accompany/access';
import { AssessmentKind, AssessmentStatus, ChildViewAbsence, ParticipantPart, Setting } from '@accompany/contracts/assessment/v1/types';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { type AnyEvent, projection } from '@accompany/runtime';
import { as, createTestLog, mutation, reasonOf, startTestService, type TestLog, type TestService } from '@accompany/runtime/testing';
import { readStream } from '@accompany/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assessmentAggregate } from './assessment.js';
import { assessmentHandlers } from './handlers.js';
import { initialAssessmentId, reassessmentId } from './ids.js';
import { limitsOf } from './limits.js';
import { reactions } from './reactions.js';

let service: TestService;
let log: TestLog;
let calls: ReturnType<typeof assessmentHandlers>;
beforeAll(async () => {
  service = await startTestService({ service: 'assessment', migrations: new URL('../migrations/', import.meta.url) });
  log = createTestLog({
    ...{ service: 'assessment', db: service.db, executor: service.executor },
    copies: [projection({ name: 'cases-copy', topic: 'case', apply: (tx, event, { caseId }) => copyCase(tx, event, caseId) })],
    reactions: reactions(limitsOf(service.app.config)),
  });
  calls = assessmentHandlers(service.app);
});
afterAll(() => service?.stop());

const [OLD, NEW, OTHER] = ['aple', 'lotus', 'heron'];
const KIND = AssessmentKind.ASSESSMENT_KIND_FOLLOW_UP;
const learn = (event: object, caseId: string, streamId = '') => log.learn(event as AnyEvent, caseId, { streamId });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

/** A case of the old lead, with its first assessment handed in. */
const openCase = async () => {
  const caseId = randomUUID();
  await learn({ $case: 'caseOpened', value: { clientId: randomUUID(), leadAgency: OLD, risk: 2, urgency: 2 } }, caseId);
  const assessmentId = initialAssessmentId(caseId);
  await calls.startAssessment({ ...mutation(), assessmentId }, as(OLD));
  const content = {
    participants: [{ part: ParticipantPart.PARTICIPANT_PART_CHILD, name: '' }],
    place: { areaCode: '1710', setting: Setting.SETTING_HOME },
    childView: { $case: 'childViewAbsent' as const, value: ChildViewAbsence.CHILD_VIEW_ABSENCE_DID_NOT_WANT },
    findings: 'made up',
    scores: [],
  };
  await calls.submitAssessment({ ...mutation(), assessmentId, ...content }, as(OLD));
  await log.settle();
  return { caseId, assessmentId };
};
const change = (caseId: string, from = OLD, to = NEW) =>
  learn({ $case: 'leadChanged', value: { from, to, transferId: randomUUID() } }, caseId);
const joins = (caseId: string, agency: string) =>
  learn({ $case: 'participantJoined', value: { agency, role: ParticipantRole.PARTICIPANT_ROLE_PROVIDER, because: randomUUID() } }, caseId);
const request = async (caseId: string, agency = OLD): Promise<string> => {
  const asked = { caseId, kind: KIND, agency, dueAt: inDays(7), supersedes: '', atLeastPositions: [] };
  return (await calls.requestAssessment({ ...mutation(), ...asked }, as(agency))).assessmentId ?? '';
};
const read = (assessmentId: string, agency: string) => calls.getAssessment({ assessmentId, atLeastPosition: undefined }, as(agency));
const readPlan = (caseId: string, agency: string) => calls.getCarePlan({ caseId, atLeastPosition: undefined }, as(agency));
const draftPlan = (caseId: string, agency = OLD) =>
  calls.draftCarePlan({ ...mutation(), caseId, assessmentId: '', atLeastPositions: [] }, as(agency));

test('the new lead has the assessments and the care plan, and what was asked for; the old one reads nothing any more', async () => {
  const { caseId, assessmentId } = await openCase();
  const asked = await request(caseId);
  await draftPlan(caseId);
  expect(await reasonOf(read(assessmentId, NEW))).toBe('ASSESSMENT_UNKNOWN');
  await change(caseId);
  expect(await read(assessmentId, NEW)).toMatchObject({ agency: NEW, findings: 'made up' });
  expect(await read(asked, NEW)).toMatchObject({ agency: NEW, status: AssessmentStatus.ASSESSMENT_STATUS_REQUESTED });
  expect(await readPlan(caseId, NEW)).toMatchObject({ agency: NEW });
  for (const id of [assessmentId, asked]) expect(await reasonOf(read(id, OLD))).toBe('ASSESSMENT_UNKNOWN');
  expect(await reasonOf(readPlan(caseId, OLD))).toBe('CASE_UNKNOWN');
  await calls.startAssessment({ ...mutation(), assessmentId: asked }, as(NEW));
  expect(await reasonOf(calls.startAssessment({ ...mutation(), assessmentId: asked }, as(OLD)))).toBe('ASSESSMENT_UNKNOWN');
});

test('what is asked for after that is asked of the new lead: by missed sessions, by a threat', async () => {
  const { caseId, assessmentId } = await openCase();
  await change(caseId);
  const [planId, sessionId] = [randomUUID(), randomUUID()];
  await learn({ $case: 'sessionMissed', value: { sessionId, inARow: 2 } }, caseId, planId);
  await learn({ $case: 'threatReported', value: { threatId: randomUUID(), kind: 1 } }, caseId);
  await log.settle();
  expect(await read(reassessmentId(planId, sessionId), NEW)).toMatchObject({ agency: NEW });
  const events = await readStream(service.db, `assessment-${assessmentId}`);
  const told = events
    .map(({ payload }) => assessmentAggregate.codec.decode(payload).event)
    .filter((one) => one?.$case === 'supervisorAlerted');
  expect(told).toMatchObject([{ value: { agency: NEW } }]);
});

test('what another agency of the case makes stays with it', async () => {
  const { caseId } = await openCase();
  await joins(caseId, OTHER);
  const theirs = await request(caseId, OTHER);
  await change(caseId);
  expect(await read(theirs, OTHER)).toMatchObject({ agency: OTHER });
});

/** As another process of the service saw the case while the old lead called: its copy came first, and its reactions ran. */
const moveCopy = (caseId: string) =>
  service.db.query("update participants set agency = $2 where case_id = $1 and part = 'lead'", [caseId, NEW]);

test('what the old one asked for and began meanwhile is the new one’s when it comes back', async () => {
  const { caseId } = await openCase();
  const asked = await request(caseId);
  await draftPlan(caseId);
  await moveCopy(caseId);
  expect(await read(asked, OLD)).toMatchObject({ agency: OLD });
  await log.settle();
  expect(await read(asked, NEW)).toMatchObject({ agency: NEW });
  expect(await readPlan(caseId, NEW)).toMatchObject({ agency: NEW });
});

test('what an agency is asked for that goes on as a provider stays its own', async () => {
  const { caseId } = await openCase();
  await change(caseId);
  await joins(caseId, OLD);
  const asked = await request(caseId);
  await log.settle();
  expect(await read(asked, OLD)).toMatchObject({ agency: OLD });
});
