import { AssessmentKind, ChildViewAbsence, ParticipantPart, Setting } from '@accompany/contracts/assessment/v1/types';
import { AgencyKind } from '@accompany/contracts/directory/v1/types';
import { HandoverReason, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { Period } from '@accompany/contracts/referral/v1/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, caseWithReferral, seedDirectory } from './play.js';
import { parkedAnywhere, settled } from './settled.js';
import { refused } from './stage.js';

const [OLD, NEW, PROVIDER] = ['aple', 'dosvy-siem-reap', 'a21'];

let harness: Harness;
let story: Awaited<ReturnType<typeof caseWithReferral>> & { planId: string; matterId: string; carePlanId: string };

/** The initial assessment is handed in, so that later ones can be asked for. */
const handIn = (assessmentId: string) =>
  harness.as(OLD).assessment.submitAssessment({
    occurredAt: ago(90),
    assessmentId,
    participants: [{ part: ParticipantPart.PARTICIPANT_PART_CHILD }],
    place: { areaCode: '1710', setting: Setting.SETTING_HOME },
    childView: { $case: 'childViewAbsent', value: ChildViewAbsence.CHILD_VIEW_ABSENCE_DID_NOT_WANT },
    findings: 'Made-up findings.',
  });

/** A case of the old lead with a referral in service, its plan, a matter and a care plan; the new lead took it, and it is not released. */
beforeAll(async () => {
  harness = await startHarness({ log: 'embedded' });
  const directory = await seedDirectory(harness);
  const kinds = [AgencyKind.AGENCY_KIND_SOCIAL_AFFAIRS];
  await harness.operator.directory.registerAgency({ occurredAt: ago(900), agencyId: NEW, name: `Example ${NEW}`, kinds });
  const opened = await caseWithReferral(harness, directory);
  const { caseId, referralId, assessmentId } = opened;
  await handIn(assessmentId);
  const provider = harness.as(PROVIDER).referral;
  await provider.acceptReferral({ occurredAt: ago(80), referralId });
  await provider.startService({ occurredAt: ago(79), referralId });
  const { planId } = await provider.draftPlan({ occurredAt: ago(78), referralId });
  await provider.activatePlan({ occurredAt: ago(77), planId, frequency: { sessions: 2, period: Period.PERIOD_MONTH } });
  const old = harness.as(OLD);
  const matter = { caseId, beneficiaries: [{ relation: 1 }], conflictCheck: 2 };
  const { matterId } = await old.legalAid.openMatter({ occurredAt: ago(76), ...matter });
  const { carePlanId } = await old.assessment.draftCarePlan({ occurredAt: ago(75), caseId, assessmentId });
  story = { ...opened, planId, matterId, carePlanId };
});
afterAll(() => harness?.stop());

/** What an agency reads of all that goes along, or why it does not. */
const readings = (agency: string): Record<string, () => Promise<unknown>> => {
  const { referral, legalAid, assessment } = harness.as(agency);
  const { caseId, referralId, planId, matterId, assessmentId } = story;
  return {
    referral: () => referral.getReferral({ referralId }),
    plan: () => referral.getPlan({ planId }),
    matter: () => legalAid.getMatter({ matterId }),
    assessment: () => assessment.getAssessment({ assessmentId }),
    'care plan': () => assessment.getCarePlan({ caseId }),
  };
};
const readAll = async (agency: string): Promise<Record<string, string>> => {
  const answers = Object.entries(readings(agency)).map(async ([what, read]) => [what, await refused(read())] as const);
  return Object.fromEntries(await Promise.all(answers));
};
const UNKNOWN = {
  referral: 'REFERRAL_UNKNOWN',
  plan: 'PLAN_UNKNOWN',
  matter: 'MATTER_UNKNOWN',
  assessment: 'ASSESSMENT_UNKNOWN',
  'care plan': 'CASE_UNKNOWN',
};
const ANSWERED = Object.fromEntries(Object.keys(UNKNOWN).map((what) => [what, 'answered']));

test('whoever read the release reads the case with its new lead, at once', async () => {
  const { caseId } = story;
  const { handover } = harness.as(OLD);
  expect(await readAll(NEW)).toEqual(UNKNOWN);
  const { transferId } = await handover.offerTransfer({
    occurredAt: ago(70),
    caseId,
    receiver: NEW,
    relation: TransferRelation.TRANSFER_RELATION_LEAD,
    reason: HandoverReason.HANDOVER_REASON_RELOCATION,
  });
  await harness.as(NEW).handover.acceptTransfer({ occurredAt: ago(60), transferId });
  await settled(harness);
  const { position } = await handover.releaseTransfer({ occurredAt: ago(50), transferId });
  const read = harness.as(NEW).intake.getCase({ caseId, atLeastPosition: position });
  const gone = refused(harness.as(OLD).intake.getCase({ caseId, atLeastPosition: position }));
  expect((await read).leadAgency).toBe(NEW);
  expect(await gone).toBe('CASE_UNKNOWN');
});

test('referral, plan, matter, assessment and care plan went along: the new lead reads them, the old one no longer', async () => {
  await settled(harness);
  expect(await readAll(NEW)).toEqual(ANSWERED);
  expect(await readAll(OLD)).toEqual(UNKNOWN);
  const { referral, legalAid, assessment } = harness.as(NEW);
  const { caseId, referralId, matterId, assessmentId } = story;
  expect((await referral.getReferral({ referralId })).referral).toMatchObject({ sender: NEW, receiver: PROVIDER });
  expect(await legalAid.getMatter({ matterId })).toMatchObject({ agency: NEW });
  expect(await assessment.getAssessment({ assessmentId })).toMatchObject({ agency: NEW, findings: 'Made-up findings.' });
  expect(await assessment.getCarePlan({ caseId })).toMatchObject({ agency: NEW });
});

test('what comes after is the new lead’s: sessions held, and the assessment that missed ones ask for', async () => {
  const { caseId, planId } = story;
  const provider = harness.as(PROVIDER).referral;
  const session = async (minutes: number) =>
    (await provider.planSession({ occurredAt: ago(minutes + 1), planId, plannedFor: ago(minutes) })).sessionId;
  await provider.holdSession({ occurredAt: ago(40), planId, sessionId: await session(40) });
  for (const minutes of [30, 20]) await provider.missSession({ occurredAt: ago(minutes), planId, sessionId: await session(minutes) });
  expect(await harness.as(NEW).referral.getPlan({ planId })).toMatchObject({ sessionsHeld: 1, sessionsMissed: 2 });
  const asked = await eventually('the assessment that missed sessions ask for', async () => {
    const { assessments } = await harness.as(NEW).assessment.listAssessments({ caseId });
    return assessments.find(({ kind }) => kind === AssessmentKind.ASSESSMENT_KIND_FOLLOW_UP);
  });
  expect(asked.agency).toBe(NEW);
  expect(await parkedAnywhere(harness)).toEqual([]);
  expect(harness.deaths).toEqual([]);
});
