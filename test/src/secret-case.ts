import type { Network } from '@accompany/client';
import type { Position } from '@accompany/contracts/common/v1/common';
import { eventually } from './eventually.js';
import type { Harness } from './harness.js';
import { ago, type Directory } from './play.js';

/** Plants a text under the name of the field that declares it, for example `ClientContact.address`. */
export type Plant = (field: string) => string;

const CONSENT = {
  purposes: [1, 2],
  agencies: ['a21'],
  categories: [1, 2, 3],
  get validFrom() {
    return ago(480);
  },
};

const report = (plant: Plant, id: string) => ({
  occurredAt: ago(600),
  source: 3,
  purposes: [1],
  incident: 1,
  risk: 3,
  identity: {
    givenName: plant('ClientIdentity.given_name'),
    familyName: plant('ClientIdentity.family_name'),
    otherNames: [plant('ClientIdentity.other_names')],
  },
  contact: { phone: plant('ClientContact.phone'), address: plant('ClientContact.address'), placeCode: '17100101' },
  reporter: { name: plant('Reporter.name'), contact: plant('Reporter.contact'), relation: 2 },
  account: plant('ReceiveReportRequest.account'),
  childsWords: plant('ReceiveReportRequest.childs_words'),
  notes: plant('ReceiveReportRequest.notes'),
  externalReference: { system: 'example', id },
  assertedConsent: { evidence: plant('AssertedConsent.evidence') },
  ambiguities: [{ code: 'status_exited', sourceText: plant('Ambiguity.source_text') }],
});

/** Reports that end in each way, and a case with risks, threats, consents and a closure that is refused. */
export const playIntake = async ({ as }: Harness, plant: Plant) => {
  const { intake } = as('aple');
  const supervisor = as('aple', 'aple-supervisor').intake;
  const screened = async (id: string) => {
    const received = await intake.receiveReport(report(plant, id));
    await intake.screenReport({ occurredAt: ago(590), reportId: received.reportId, urgency: 2, notes: plant('ScreenReportRequest.notes') });
    return received;
  };
  const { reportId: forwarded } = await screened('1');
  await intake.forwardReport({ occurredAt: ago(580), reportId: forwarded, toAgency: 'a21', notes: plant('ForwardReportRequest.notes') });
  const { reportId: declined } = await screened('2');
  await intake.declineReport({ occurredAt: ago(580), reportId: declined, reason: 1, notes: plant('DeclineReportRequest.notes') });
  const { caseId: candidate } = await screened('3');
  const { reportId, caseId } = await screened('4');
  const duplicateCheck = { outcome: 2, candidateCaseIds: [candidate], notes: plant('CheckedForDuplicates.notes') };
  await intake.openCase({ occurredAt: ago(570), reportId, duplicateCheck });
  await intake.raiseRisk({ occurredAt: ago(560), caseId, to: 4, reason: plant('RaiseRiskRequest.reason') });
  const threat = await intake.reportThreat({
    occurredAt: ago(550),
    caseId,
    kind: 1,
    description: plant('ReportThreatRequest.description'),
  });
  await intake.resolveThreat({
    occurredAt: ago(540),
    caseId,
    threatId: threat.threatId,
    resolution: 4,
    notes: plant('ResolveThreatRequest.notes'),
  });
  const give = { occurredAt: ago(480), caseId, by: 2, scope: CONSENT };
  const taken = await intake.giveConsent({ ...give, evidence: plant('GiveConsentRequest.evidence') });
  await intake.withdrawConsent({ ...give, consentId: taken.consentId, notes: plant('WithdrawConsentRequest.notes') });
  await intake.refuseConsent({ ...give, notes: plant('RefuseConsentRequest.notes') });
  await intake.proposeLegalBasis({ ...give, basis: 2, reason: plant('ProposeLegalBasisRequest.reason') });
  const { consentId, position } = await intake.giveConsent(give);
  const quarantined = await intake.quarantineRecord({
    occurredAt: ago(1),
    externalReference: { system: 'example', id: 'q' },
    reason: 'unknown_agency',
    original: JSON.stringify({ given_name: plant('QuarantineRecordRequest.original') }),
  });
  /** The end of the case's story; risk has to be lowered first, by an approved assessment. */
  const close = async (assessmentId: string, at: Position, matterId: string) => {
    await intake.lowerRisk({
      occurredAt: ago(5),
      caseId,
      to: 2,
      assessmentId,
      reason: plant('LowerRiskRequest.reason'),
      atLeastPositions: [at],
    });
    const reason = plant('WaiveMatterRequest.reason');
    await eventually('the case to know its matter', async () => intake.waiveMatter({ occurredAt: ago(5), caseId, matterId, reason }));
    await eventually('nothing to keep the case open', async () => (await intake.getCase({ caseId })).duties.every(({ waived }) => waived));
    await intake.proposeClosure({ occurredAt: ago(4), caseId, criterion: 1, evidence: plant('ProposeClosureRequest.evidence') });
    await supervisor.refuseClosure({ occurredAt: ago(3), caseId, reason: plant('RefuseClosureRequest.reason') });
    await search();
    await intake.proposeClosure({ occurredAt: ago(2), caseId, criterion: 6, evidence: plant('ProposeClosureRequest.evidence') });
    await supervisor.approveClosure({ occurredAt: ago(2), caseId });
    await intake.reopenCase({ occurredAt: ago(1), caseId, reason: plant('ReopenCaseRequest.reason') });
    await intake.locateClient({ occurredAt: ago(1), caseId, searchId, notes: plant('LocateClientRequest.notes') });
    const correction = { $case: 'happenedAt', value: ago(571) } as const;
    const corrected = { caseId, eventId: `case-${caseId}/1`, correction, reason: plant('RecordCorrectionRequest.reason') };
    await intake.recordCorrection({ occurredAt: ago(1), ...corrected });
    await mergeAndUndo();
  };
  let searchId: string;
  const search = async () => {
    const lost = { caseId, lastContactAt: ago(30), reviewEveryDays: 30, circumstances: plant('LoseWhereaboutsRequest.circumstances') };
    ({ searchId } = await intake.loseWhereabouts({ occurredAt: ago(3), ...lost }));
    await intake.reviewSearch({ occurredAt: ago(3), caseId, searchId, findings: plant('ReviewSearchRequest.findings') });
    const authority = { authority: 'ahtjp-siem-reap', legalBasis: 1 };
    await intake.informAuthority({ occurredAt: ago(3), caseId, searchId, ...authority, told: plant('InformAuthorityRequest.told') });
    await intake.notifyAuthority({ occurredAt: ago(3), reportId, ...authority, told: plant('NotifyAuthorityRequest.told') });
  };
  /** Two cases that become one, and two again, of which one was a mistake. */
  const mergeAndUndo = async () => {
    const open = async (id: string) => {
      const { reportId: another } = await screened(id);
      return (await intake.openCase({ occurredAt: ago(500), reportId: another, duplicateCheck: { outcome: 1 } })).caseId;
    };
    const [fromCaseId, intoCaseId] = [await open('5'), await open('6')];
    await intake.proposeMerge({ occurredAt: ago(1), caseId: fromCaseId, intoCaseId });
    await eventually('the other case to be asked', () => supervisor.agreeToMerge({ occurredAt: ago(1), caseId: intoCaseId, fromCaseId }));
    const undo = { occurredAt: ago(1), caseId: fromCaseId, reason: plant('UndoMergeRequest.reason') };
    await eventually('the merge to be undone', () => intake.undoMerge(undo));
    const mistake = { occurredAt: ago(1), caseId: fromCaseId, reason: 2, notes: plant('EnterCaseInErrorRequest.notes') };
    await intake.enterCaseInError(mistake);
  };
  return { reportId, caseId, consentId, position: position as Position, quarantineId: quarantined.quarantineId, close };
};

/** A volunteer who is a minor. */
export const playProgramme = async ({ as }: Harness, plant: Plant) => {
  const { volunteerId } = await as('aple').programme.enrolVolunteer({
    occurredAt: ago(400),
    identity: {
      givenName: plant('VolunteerIdentity.given_name'),
      familyName: plant('VolunteerIdentity.family_name'),
      dateOfBirth: `${ago(0).getUTCFullYear() - 17}-01-01`,
    },
    contact: { phone: plant('VolunteerContact.phone'), address: plant('VolunteerContact.address') },
    guardianConsentId: 'G-1',
  });
  return { volunteerId };
};

/** An assessment that is returned once and then approved, and its need. */
export const playAssessment = async ({ as }: Harness, plant: Plant, caseId: string) => {
  const [author, approver] = [as('aple').assessment, as('aple', 'aple-supervisor').assessment];
  const assessmentId = await eventually(
    'the initial assessment',
    async () => (await author.listAssessments({ caseId })).assessments[0]?.assessmentId,
  );
  await author.startAssessment({ occurredAt: ago(100), assessmentId });
  const submit = (minutes: number) =>
    author.submitAssessment({
      occurredAt: ago(minutes),
      assessmentId,
      participants: [{ part: 1, name: plant('Participant.name') }],
      place: { areaCode: '1710', setting: 1 },
      childView: { $case: 'childViewGiven', value: plant('SubmitAssessmentRequest.child_view_given') },
      findings: plant('SubmitAssessmentRequest.findings'),
      scores: [{ instrument: 'cries-8', value: 31 }],
    });
  await submit(90);
  await approver.returnAssessment({ occurredAt: ago(80), assessmentId, comment: plant('ReturnAssessmentRequest.comment') });
  await submit(70);
  const need = { occurredAt: ago(60), assessmentId, urgency: 2, description: plant('IdentifyNeedRequest.description') };
  const { needId, position } = await author.identifyNeed({ ...need, category: 1 });
  const approved = await approver.approveAssessment({ occurredAt: ago(50), assessmentId });
  return { assessmentId, needId, needAt: position as Position, approvedAt: approved.position as Position };
};

/** A care plan with what is written of a child into it. */
export const playCarePlan = async ({ as }: Harness, plant: Plant, caseId: string) => {
  const { assessment } = as('aple');
  const { carePlanId } = await assessment.draftCarePlan({ occurredAt: ago(48), caseId });
  const mine = { occurredAt: ago(47), carePlanId };
  const { goalId } = await assessment.setGoal({ ...mine, area: 1, description: plant('SetGoalRequest.description') });
  await assessment.agreeSafetyPlan({ ...mine, agreedWith: [1], steps: plant('AgreeSafetyPlanRequest.steps') });
  await assessment.agreeCarePlan({ ...mine, agreedWith: [1] });
  await assessment.recordChildFeedback({ ...mine, feeling: 1, said: plant('RecordChildFeedbackRequest.said') });
  await assessment.recordGoalOutcome({ ...mine, goalId, outcome: 1, notes: plant('RecordGoalOutcomeRequest.notes') });
  await assessment.reviewCarePlan({ ...mine, findings: plant('ReviewCarePlanRequest.findings') });
};

type Ids = { caseId: string; consentId: string; needId: string; positions: Position[] };

/** A referral through service and plan to its end, and one for each other end; support beside them. */
export const playReferral = async ({ as }: Harness, plant: Plant, directory: Directory, { caseId, consentId, needId, positions }: Ids) => {
  const [aple, a21] = [as('aple').referral, as('a21').referral];
  const { referralId } = await aple.draftReferral({ occurredAt: ago(45), caseId, needId, atLeastPositions: positions });
  await aple.sendReferral({
    occurredAt: ago(44),
    referralId,
    receiver: 'a21',
    serviceId: directory.serviceId,
    shareCategories: [1, 3],
    permission: { $case: 'consentId', value: consentId },
    note: plant('SendReferralRequest.note'),
    atLeastPositions: [directory.position, ...positions],
  });
  await a21.acceptReferral({ occurredAt: ago(43), referralId });
  await aple.shareInformation({
    occurredAt: ago(43),
    caseId,
    receiver: 'a21',
    category: 1,
    shareCategories: [1, 3],
    permission: { $case: 'consentId', value: consentId },
    note: plant('ShareInformationRequest.note'),
  });
  await a21.startService({ occurredAt: ago(42), referralId });
  await a21.holdService({ occurredAt: ago(41), referralId, note: plant('HoldServiceRequest.note') });
  await a21.resumeService({ occurredAt: ago(40), referralId });
  const { planId } = await a21.draftPlan({ occurredAt: ago(39), referralId, note: plant('DraftPlanRequest.note') });
  await a21.activatePlan({ occurredAt: ago(38), planId, frequency: { sessions: 2, period: 2 } });
  const { sessionId } = await a21.planSession({ occurredAt: ago(37), planId, plannedFor: ago(30) });
  await a21.holdSession({ occurredAt: ago(30), planId, sessionId, note: plant('HoldSessionRequest.note') });
  await a21.completeService({ occurredAt: ago(20), referralId, outcome: 1, note: plant('CompleteServiceRequest.note') });

  const outside = async (id: string) =>
    aple.recordReferralFromOutside({
      occurredAt: ago(45),
      caseId,
      sender: 'aple',
      receiver: 'a21',
      channel: 1,
      category: 1,
      urgency: 2,
      externalReference: { system: 'example', id },
      sourceService: { name: 'Example service', id: 's1' },
      ambiguities: [{ code: 'status_exited', sourceText: plant('Ambiguity.source_text') }],
      note: plant('RecordReferralFromOutsideRequest.note'),
    });
  const accepted = async (id: string) => {
    const one = await outside(id);
    await a21.acceptReferral({ occurredAt: ago(30), referralId: one.referralId });
    await a21.startService({ occurredAt: ago(29), referralId: one.referralId });
    return one.referralId;
  };
  const end = { occurredAt: ago(20), reason: 1 };
  await a21.declineReferral({ ...end, referralId: (await outside('d')).referralId, note: plant('DeclineReferralRequest.note') });
  await aple.withdrawReferral({ ...end, referralId: (await outside('w')).referralId, note: plant('WithdrawReferralRequest.note') });
  await a21.cancelReferral({ ...end, referralId: await accepted('c'), note: plant('CancelReferralRequest.note') });
  await a21.reportNotDelivered({ ...end, referralId: await accepted('n'), note: plant('ReportNotDeliveredRequest.note') });
  const support = { caseId, kind: 2, amount: '37.50', currency: 'USD', reason: plant('RecordSupportRequest.reason') };
  const { supportId } = await aple.recordSupport({ occurredAt: ago(10), ...support });
  return { referralId, planId, sessionId, supportId };
};

/** A matter with beneficiaries, counsel, a complaint and an investigation. */
export const playMatter = async ({ as }: Harness, plant: Plant, caseId: string, positions: Position[]) => {
  const { legalAid } = as('aple') as Network;
  const { matterId, beneficiaryIds } = await legalAid.openMatter({
    occurredAt: ago(100),
    caseId,
    beneficiaries: [{ relation: 1 }, { relation: 2, name: plant('NewBeneficiary.name') }],
    conflictCheck: 2,
    atLeastPositions: positions,
  });
  await legalAid.addBeneficiary({ occurredAt: ago(90), matterId, beneficiary: { relation: 3, name: plant('NewBeneficiary.name') } });
  await legalAid.recordCounsel({ occurredAt: ago(80), matterId, beneficiaryIds, topics: [1], notes: plant('RecordCounselRequest.notes') });
  await legalAid.fileComplaint({ occurredAt: ago(70), matterId, authority: 1, fileNumber: plant('FileComplaintRequest.file_number') });
  await legalAid.startInvestigation({ occurredAt: ago(60), matterId });
  await legalAid.recordInvestigationProgress({ occurredAt: ago(50), matterId, notes: plant('RecordInvestigationProgressRequest.notes') });
  return { matterId };
};
