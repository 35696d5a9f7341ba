import { CaseErrorReason, CaseworkerRelease, ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { fold, Rejection } from '@accompany/domain';
import { expect, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { approveLegalBasis, expireConsent, giveConsent, proposeLegalBasis, withdrawConsent } from './consent.js';
import { recordCorrection } from './corrections.js';
import { endDuty, takeDuty, waiveMatter } from './duties.js';
import { agreeToMerge, proposeMerge, refuseMerge, undoMerge, withdrawMerge } from './merging.js';
import { assignOffice } from './offices.js';
import { open, takeReport } from './opening.js';
import { addMonitor, assignCaseworker, joinAsProvider, leaveAsProvider, releaseCaseworker, removeMonitor } from './participants.js';
import { enterInError, reopen } from './reopening.js';
import { lowerRisk, raiseRisk } from './risk.js';
import * as sample from './samples.js';
import { reportThreat, resolveThreat } from './threats.js';
import { changeLead, changeMonitor } from './transferring.js';
import { informAuthority, locate, loseWhereabouts, reviewSearch, tellReviewDue } from './whereabouts.js';

const { begun, caseId, day, HIGH, heron, intake, LOW, lotus, lotusSupervisor, mergeId, otherCaseId, sealed } = sample;
const { referralId } = sample;
const other = fold(caseDecider, [sample.opened]);
const asked: Event = { $case: 'caseMergeAsked', value: { mergeId: 'm-2', fromCaseId: otherCaseId, agency: 'heron', proposedBy: 'p-3' } };
const history: Event[] = [
  sample.opened,
  sample.providerJoined,
  sample.monitorJoined,
  sample.consented,
  { $case: 'caseworkerAssigned', value: { person: 'p-9' } },
];

/** Each state, with as much in it as it can hold. */
const STATES: Record<string, Case> = {
  none: caseDecider.initial,
  open: fold(caseDecider, history),
  busy: fold(caseDecider, [
    ...[...history, sample.threatened, sample.basisProposed, sample.lost, asked],
    ...[sample.taken(begun.referral), sample.taken(begun.matter), sample.taken(begun.transfer)],
  ]),
  proposed: fold(caseDecider, [...history, sample.closureProposed]),
  closed: fold(caseDecider, [...history, sample.closureProposed, sample.closed]),
  merging: fold(caseDecider, [...history, sample.mergeProposed]),
  merged: fold(caseDecider, [...history, sample.mergeProposed, sample.merged]),
  mistake: fold(caseDecider, [...history, sample.inError]),
};

const { searchId } = sample.missing;
const fact = { caseId, type: 'x.ThreatReported', agency: 'lotus', recordedAt: day(9) };
const correction = { $case: 'struck', value: true } as const;
const release = { transferId: sample.transferId, from: 'lotus', to: 'heron' };
const ground = ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE;
const COMMANDS: Record<string, (state: Case) => Event[]> = {
  open: (state) => open(state, sample.reportId, sample.became, intake),
  'take a report': (state) => takeReport(state, { reportId: sample.otherReportId, clientId: sample.clientId, risk: LOW }, intake),
  'join as provider': (state) => joinAsProvider(state, { agency: 'stork', referralId }),
  'leave as provider': (state) => leaveAsProvider(state, { agency: 'heron', referralId }),
  'add a monitor': (state) => addMonitor(state, 'stork', true, lotus),
  'remove a monitor': (state) => removeMonitor(state, 'ibis', lotus),
  'assign a caseworker': (state) => assignCaseworker(state, 'p-8', lotus),
  'release the caseworker': (state) =>
    releaseCaseworker(state, { person: 'p-9', reason: CaseworkerRelease.CASEWORKER_RELEASE_ON_LEAVE }, lotus),
  'assign an office': (state) => assignOffice(state, 'office-1', true, lotus),
  'raise the risk': (state) => raiseRisk(state, { to: HIGH, reason: sealed }, lotus),
  'lower the risk': (state) => lowerRisk(state, { to: LOW, assessmentId: 'a', reason: undefined }, { submittedAt: day(5) }, lotus),
  'report a threat': (state) => reportThreat(state, { ...sample.threat, threatId: 'another' }, heron),
  'resolve a threat': (state) => resolveThreat(state, sample.ending, lotus),
  'give consent': (state) => giveConsent(state, { ...sample.consent, consentId: 'another' }, lotus),
  'withdraw consent': (state) => withdrawConsent(state, sample.withdrawal, lotus),
  'let consent expire': (state) => expireConsent(state, sample.consent.consentId),
  'propose a legal basis': (state) => proposeLegalBasis(state, { ...sample.basis, basisId: 'another' }, lotus),
  'approve a legal basis': (state) => approveLegalBasis(state, sample.basis.basisId, lotusSupervisor),
  'propose closure': (state) => proposeClosure(state, { ...sample.closing, criterion: ground }, sample.assessed, lotus),
  'approve closure': (state) => approveClosure(state, lotusSupervisor),
  'refuse closure': (state) => refuseClosure(state, { reason: sealed }, lotusSupervisor),
  reopen: (state) => reopen(state, { reopeningId: 'r', reason: sealed }, lotus),
  'enter in error': (state) => enterInError(state, { reason: CaseErrorReason.CASE_ERROR_REASON_TRIAL, notes: undefined }, lotus),
  'take a duty': (state) => takeDuty(state, { ...begun.referral, dutyId: 'another' }),
  'end a duty': (state) => endDuty(state, begun.referral),
  'waive the matter': (state) => waiveMatter(state, { matterId: begun.matter.dutyId, reason: sealed }, lotus),
  'release the lead': (state) => changeLead(state, release),
  'release monitoring': (state) => changeMonitor(state, release),
  'lose the child': (state) => loseWhereabouts(state, { ...sample.missing, searchId: 'another' }, lotus),
  'review the search': (state) => reviewSearch(state, { searchId, reviewId: 'r', findings: sealed, nextReviewAt: undefined }, lotus),
  'tell that a review is due': (state) => tellReviewDue(state, day(9)),
  'locate the child': (state) => locate(state, { searchId, placeCode: '', notes: undefined }, lotus),
  'inform an authority': (state) => informAuthority(state, { ...sample.told, searchId: '' }, lotus),
  'correct a fact': (state) => recordCorrection(state, { caseId, eventId: 'x/1', correction, reason: sealed }, fact, lotus),
  'propose a merge': (state) => proposeMerge(state, { caseId, mergeId: 'm-3', intoCaseId: otherCaseId }, other, lotus),
  'withdraw the merge': (state) => withdrawMerge(state, mergeId, lotus),
  'agree to a merge': (state) => agreeToMerge(state, otherCaseId, lotusSupervisor),
  'refuse a merge': (state) => refuseMerge(state, otherCaseId, lotus),
  'undo the merge': (state) => undoMerge(state, { reason: sealed }, lotus),
};

/** What happens, `-` for nothing, or why not. */
const outcome = (state: Case, decide: (state: Case) => Event[]): string => {
  try {
    return (
      decide(state)
        .map(({ $case }) => $case)
        .join('+') || '-'
    );
  } catch (error) {
    if (error instanceof Rejection) return error.reason;
    throw error;
  }
};

test('every command in every state happens, does nothing, or is refused for the documented reason', () => {
  const table = Object.entries(COMMANDS).map(([command, decide]) =>
    [command, ...Object.entries(STATES).map(([name, state]) => `${name}: ${outcome(state, decide)}`)].join(' | '),
  );
  expect(table).toMatchInlineSnapshot(`
    [
      "open | none: caseOpened | open: - | busy: - | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "take a report | none: CASE_UNKNOWN | open: caseReportLinked | busy: caseReportLinked | proposed: caseReportLinked | closed: caseReportLinked | merging: caseReportLinked | merged: caseReportLinked | mistake: caseReportLinked",
      "join as provider | none: CASE_UNKNOWN | open: participantJoined | busy: participantJoined | proposed: participantJoined | closed: participantJoined | merging: participantJoined | merged: participantJoined | mistake: participantJoined",
      "leave as provider | none: CASE_UNKNOWN | open: participantLeft | busy: participantLeft | proposed: participantLeft | closed: participantLeft | merging: participantLeft | merged: participantLeft | mistake: participantLeft",
      "add a monitor | none: CASE_UNKNOWN | open: participantJoined | busy: participantJoined | proposed: participantJoined | closed: CASE_NOT_OPEN | merging: participantJoined | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "remove a monitor | none: CASE_UNKNOWN | open: participantLeft | busy: participantLeft | proposed: participantLeft | closed: CASE_NOT_OPEN | merging: participantLeft | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "assign a caseworker | none: CASE_UNKNOWN | open: caseworkerAssigned | busy: caseworkerAssigned | proposed: caseworkerAssigned | closed: CASE_NOT_OPEN | merging: caseworkerAssigned | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "release the caseworker | none: CASE_UNKNOWN | open: caseworkerReleased | busy: caseworkerReleased | proposed: caseworkerReleased | closed: caseworkerReleased | merging: caseworkerReleased | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "assign an office | none: CASE_UNKNOWN | open: caseOfficeAssigned | busy: caseOfficeAssigned | proposed: caseOfficeAssigned | closed: CASE_NOT_OPEN | merging: caseOfficeAssigned | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "raise the risk | none: CASE_UNKNOWN | open: riskRaised | busy: riskRaised | proposed: riskRaised | closed: CASE_NOT_OPEN | merging: riskRaised | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "lower the risk | none: CASE_UNKNOWN | open: riskLowered | busy: riskLowered | proposed: riskLowered | closed: CASE_NOT_OPEN | merging: riskLowered | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "report a threat | none: CASE_UNKNOWN | open: threatReported | busy: threatReported | proposed: threatReported | closed: CASE_NOT_OPEN | merging: threatReported | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "resolve a threat | none: CASE_UNKNOWN | open: THREAT_UNKNOWN | busy: threatResolved | proposed: THREAT_UNKNOWN | closed: CASE_NOT_OPEN | merging: THREAT_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "give consent | none: CASE_UNKNOWN | open: consentGiven | busy: consentGiven | proposed: consentGiven | closed: CASE_NOT_OPEN | merging: consentGiven | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "withdraw consent | none: CASE_UNKNOWN | open: consentWithdrawn | busy: consentWithdrawn | proposed: consentWithdrawn | closed: consentWithdrawn | merging: consentWithdrawn | merged: consentWithdrawn | mistake: consentWithdrawn",
      "let consent expire | none: - | open: consentExpired | busy: consentExpired | proposed: consentExpired | closed: consentExpired | merging: consentExpired | merged: consentExpired | mistake: consentExpired",
      "propose a legal basis | none: CASE_UNKNOWN | open: legalBasisProposed | busy: legalBasisProposed | proposed: legalBasisProposed | closed: CASE_NOT_OPEN | merging: legalBasisProposed | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "approve a legal basis | none: CASE_UNKNOWN | open: LEGAL_BASIS_UNKNOWN | busy: legalBasisRecorded | proposed: LEGAL_BASIS_UNKNOWN | closed: CASE_NOT_OPEN | merging: LEGAL_BASIS_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "propose closure | none: CASE_UNKNOWN | open: caseClosureProposed | busy: THREAT_OPEN | proposed: - | closed: CASE_NOT_OPEN | merging: caseClosureProposed | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "approve closure | none: CASE_UNKNOWN | open: CLOSURE_NOT_PROPOSED | busy: CLOSURE_NOT_PROPOSED | proposed: caseClosed | closed: - | merging: CLOSURE_NOT_PROPOSED | merged: CLOSURE_NOT_PROPOSED | mistake: CLOSURE_NOT_PROPOSED",
      "refuse closure | none: CASE_UNKNOWN | open: CLOSURE_NOT_PROPOSED | busy: CLOSURE_NOT_PROPOSED | proposed: caseClosureRefused | closed: CLOSURE_NOT_PROPOSED | merging: CLOSURE_NOT_PROPOSED | merged: CLOSURE_NOT_PROPOSED | mistake: CLOSURE_NOT_PROPOSED",
      "reopen | none: CASE_UNKNOWN | open: CASE_NOT_CLOSED | busy: CASE_NOT_CLOSED | proposed: CASE_NOT_CLOSED | closed: caseReopened | merging: CASE_NOT_CLOSED | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "enter in error | none: CASE_UNKNOWN | open: caseEnteredInError | busy: DUTIES_OPEN | proposed: caseEnteredInError | closed: caseEnteredInError | merging: caseEnteredInError | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "take a duty | none: CASE_UNKNOWN | open: caseDutyTaken | busy: caseDutyTaken | proposed: caseDutyTaken | closed: caseDutyRefused | merging: caseDutyTaken | merged: caseDutyRefused | mistake: caseDutyRefused",
      "end a duty | none: CASE_UNKNOWN | open: - | busy: caseDutyEnded | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "waive the matter | none: CASE_UNKNOWN | open: MATTER_NOT_OPEN | busy: caseDutyWaived | proposed: MATTER_NOT_OPEN | closed: CASE_NOT_OPEN | merging: MATTER_NOT_OPEN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "release the lead | none: CASE_UNKNOWN | open: - | busy: participantLeft+leadChanged+caseDutyEnded | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "release monitoring | none: CASE_UNKNOWN | open: - | busy: caseDutyEnded | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "lose the child | none: CASE_UNKNOWN | open: whereaboutsLost | busy: SEARCH_OPEN | proposed: whereaboutsLost | closed: CASE_NOT_OPEN | merging: whereaboutsLost | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "review the search | none: CASE_UNKNOWN | open: SEARCH_UNKNOWN | busy: searchReviewed | proposed: SEARCH_UNKNOWN | closed: SEARCH_UNKNOWN | merging: SEARCH_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "tell that a review is due | none: - | open: - | busy: searchReviewDue | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "locate the child | none: CASE_UNKNOWN | open: SEARCH_UNKNOWN | busy: clientLocated | proposed: SEARCH_UNKNOWN | closed: SEARCH_UNKNOWN | merging: SEARCH_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "inform an authority | none: CASE_UNKNOWN | open: authorityInformed | busy: authorityInformed | proposed: authorityInformed | closed: authorityInformed | merging: authorityInformed | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "correct a fact | none: CASE_UNKNOWN | open: correctionRecorded | busy: correctionRecorded | proposed: correctionRecorded | closed: correctionRecorded | merging: correctionRecorded | merged: correctionRecorded | mistake: correctionRecorded",
      "propose a merge | none: CASE_UNKNOWN | open: caseMergeProposed | busy: DUTIES_OPEN | proposed: caseMergeProposed | closed: CASE_NOT_OPEN | merging: MERGE_PROPOSED_ALREADY | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "withdraw the merge | none: CASE_UNKNOWN | open: MERGE_NOT_PROPOSED | busy: MERGE_NOT_PROPOSED | proposed: MERGE_NOT_PROPOSED | closed: MERGE_NOT_PROPOSED | merging: caseMergeDeclined | merged: MERGE_NOT_PROPOSED | mistake: MERGE_NOT_PROPOSED",
      "agree to a merge | none: CASE_UNKNOWN | open: MERGE_NOT_PROPOSED | busy: caseMergeAwaited | proposed: MERGE_NOT_PROPOSED | closed: MERGE_NOT_PROPOSED | merging: MERGE_NOT_PROPOSED | merged: MERGE_NOT_PROPOSED | mistake: MERGE_NOT_PROPOSED",
      "refuse a merge | none: CASE_UNKNOWN | open: MERGE_NOT_PROPOSED | busy: caseAbsorptionEnded | proposed: MERGE_NOT_PROPOSED | closed: MERGE_NOT_PROPOSED | merging: MERGE_NOT_PROPOSED | merged: MERGE_NOT_PROPOSED | mistake: MERGE_NOT_PROPOSED",
      "undo the merge | none: CASE_UNKNOWN | open: CASE_NOT_MERGED | busy: CASE_NOT_MERGED | proposed: CASE_NOT_MERGED | closed: CASE_NOT_MERGED | merging: CASE_NOT_MERGED | merged: caseMergeUndone | mistake: CASE_NOT_MERGED",
    ]
  `);
});
