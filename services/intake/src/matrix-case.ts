import { CaseErrorReason, CaseworkerRelease, ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { fold } from '@accompany/domain';
import { type Command, matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { type Case, caseDecider, type Event } from './case.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { approveLegalBasis, expireConsent, giveConsent, proposeLegalBasis, withdrawConsent } from './consent.js';
import { recordCorrection } from './corrections.js';
import { endDuty, passMatterOn, takeDuty, waiveMatter } from './duties.js';
import * as who from './matrix-case-samples.js';
import { asked, entered, history, LEAD, OF_LEAD, OF_WORKING } from './matrix-case-samples.js';
import { followAdmission, leaveEnding, leaveProgramme } from './membership.js';
import { agreeToMerge, merge, proposeMerge, refuseMerge, undoMerge, withdrawMerge } from './merging.js';
import { assignOffice, declineOffice } from './offices.js';
import { open, takeReport } from './opening.js';
import { addMonitor, assignCaseworker, joinAsProvider, leaveAsProvider, releaseCaseworker, removeMonitor } from './participants.js';
import { enterInError, reopen } from './reopening.js';
import { lowerRisk, raiseReportedRisk, raiseRisk } from './risk.js';
import * as sample from './samples.js';
import { begun, caseId, day, HIGH, intake, LOW, otherCaseId, referralId, sealed, secondReferralId } from './samples.js';
import { endSharing, shareData } from './sharing.js';
import { reportThreat, resolveThreat } from './threats.js';
import { changeLead, changeMonitor } from './transferring.js';
import { informAuthority, locate, loseWhereabouts, reviewSearch, tellReviewDue } from './whereabouts.js';

const other = fold(caseDecider, [sample.opened]);
const fact = { caseId, type: 'x.ThreatReported', agency: 'lotus', recordedAt: day(9) };
const correction = { $case: 'struck', value: true } as const;
const message = {
  shareId: 'message',
  agency: 'ibis',
  categories: sample.scope.categories,
  permission: { $case: 'consentId', value: sample.consent.consentId },
  ofReferral: false,
} as const;
const release = { transferId: sample.transferId, from: 'lotus', to: 'heron' };
const monitoring = { transferId: 'monitoring', from: 'ibis', to: 'heron' };
const programme = { programmeId: 'programme-1', admission: 1, agency: 'lotus' };
const criterion = ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE;
const left = { person: 'p-9', reason: CaseworkerRelease.CASEWORKER_RELEASE_ON_LEAVE };
const trial = { reason: CaseErrorReason.CASE_ERROR_REASON_TRIAL, notes: undefined };

/** What agencies do with the case as a whole. */
const given: Record<string, Command<Case, Event>> = {
  'add a monitor': { by: OF_LEAD, give: (state, context) => addMonitor(state, 'stork', true, context) },
  'remove a monitor': { by: OF_LEAD, give: (state, context) => removeMonitor(state, 'ibis', context) },
  'assign a caseworker': { by: OF_LEAD, give: (state, context) => assignCaseworker(state, 'p-8', context) },
  'release the caseworker': { by: OF_LEAD, give: (state, context) => releaseCaseworker(state, left, context) },
  'assign an office': { by: OF_LEAD, give: (state, context) => assignOffice(state, 'office-1', true, context) },
  'raise the risk': { by: OF_LEAD, give: (state, context) => raiseRisk(state, { to: HIGH, reason: sealed }, context) },
  'lower the risk': {
    by: OF_LEAD,
    give: (state, context) => lowerRisk(state, { to: LOW, assessmentId: 'a', reason: undefined }, { submittedAt: day(5) }, context),
  },
  'propose closure': {
    by: OF_LEAD,
    give: (state, context) => proposeClosure(state, { ...sample.closing, criterion }, sample.assessed, context),
  },
  'approve closure': { by: who.SECOND, give: approveClosure },
  'refuse closure': { by: [who.SECOND, LEAD], give: (state, context) => refuseClosure(state, { reason: sealed }, context) },
  reopen: { by: OF_LEAD, give: (state, context) => reopen(state, { reopeningId: 'r', reason: sealed }, context) },
  'enter in error': { by: OF_LEAD, give: (state, context) => enterInError(state, trial, context) },
  'waive the matter': {
    by: OF_LEAD,
    give: (state, context) => waiveMatter(state, { matterId: begun.matter.dutyId, reason: sealed }, context),
  },
  'leave a programme': { by: OF_LEAD, give: (state, context) => leaveProgramme(state, 'programme-1', context) },
  'correct a fact': {
    by: OF_LEAD,
    give: (state, context) => recordCorrection(state, { caseId, eventId: 'x/1', correction, reason: sealed }, fact, context),
  },
};

/** What follows by itself from what was decided elsewhere. */
const followed: Record<string, Command<Case, Event>> = {
  open: { by: THE_NETWORK, give: (state) => open(state, sample.reportId, sample.became, intake) },
  'take a report': {
    by: THE_NETWORK,
    give: (state) => takeReport(state, { reportId: sample.otherReportId, clientId: sample.clientId, risk: LOW }, intake),
  },
  'follow a risk that was reported': { by: THE_NETWORK, give: (state) => raiseReportedRisk(state, HIGH, intake) },
  'join as provider': { by: THE_NETWORK, give: (state) => joinAsProvider(state, { agency: 'stork', referralId }) },
  'leave as provider': { by: THE_NETWORK, give: (state) => leaveAsProvider(state, { agency: 'heron', referralId }) },
  'take a duty': { by: THE_NETWORK, give: (state) => takeDuty(state, { ...begun.referral, dutyId: 'another' }) },
  'end a duty': { by: THE_NETWORK, give: (state) => endDuty(state, begun.referral) },
  'release the lead': { by: THE_NETWORK, give: (state) => changeLead(state, release) },
  'release monitoring': { by: THE_NETWORK, give: (state) => changeMonitor(state, monitoring) },
  'join under another referral': {
    by: THE_NETWORK,
    give: (state) => joinAsProvider(state, { agency: 'heron', referralId: 'another' }),
  },
  'open what a message shares': { by: THE_NETWORK, give: (state) => shareData(state, message) },
  'withdraw a message that was a mistake': { by: THE_NETWORK, give: (state) => endSharing(state, 'told') },
  'let the matter be the new lead’s': {
    by: THE_NETWORK,
    give: (state) => passMatterOn(state, { dutyId: begun.matter.dutyId, to: 'stork' }),
  },
  'hear that the office takes no cases': { by: THE_NETWORK, give: (state) => declineOffice(state, 'office-2') },
  'enter a programme': { by: THE_NETWORK, give: (state) => followAdmission(state, { ...programme, admission: 2 }) },
  'leave a programme that ends': { by: THE_NETWORK, give: (state) => leaveEnding(state, programme) },
};

const { searchId } = sample.missing;

/** What agencies do with parts of the case, each of which has a table of its own. */
const parts: Record<string, Command<Case, Event>> = {
  'report a threat': { by: OF_WORKING, give: (state, context) => reportThreat(state, { ...sample.threat, threatId: 'another' }, context) },
  'resolve a threat': { by: OF_LEAD, give: (state, context) => resolveThreat(state, sample.ending, context) },
  'give consent': { by: OF_LEAD, give: (state, context) => giveConsent(state, { ...sample.consent, consentId: 'another' }, context) },
  'withdraw consent': { by: OF_LEAD, give: (state, context) => withdrawConsent(state, sample.withdrawal, context) },
  'let consent expire': { by: THE_CLOCK, give: (state) => expireConsent(state, sample.consent.consentId) },
  'propose a legal basis': {
    by: OF_LEAD,
    give: (state, context) => proposeLegalBasis(state, { ...sample.basis, basisId: 'another' }, context),
  },
  'approve a legal basis': { by: who.SECOND, give: (state, context) => approveLegalBasis(state, sample.basis.basisId, context) },
  'lose the child': {
    by: OF_LEAD,
    give: (state, context) => loseWhereabouts(state, { ...sample.missing, searchId: 'another' }, context),
  },
  'review the search': {
    by: OF_LEAD,
    give: (state, context) => reviewSearch(state, { searchId, reviewId: 'r', findings: sealed, nextReviewAt: undefined }, context),
  },
  'tell that a review is due': { by: THE_CLOCK, give: (state) => tellReviewDue(state, day(9)) },
  'locate the child': { by: OF_LEAD, give: (state, context) => locate(state, { searchId, placeCode: '', notes: undefined }, context) },
  'inform an authority': { by: OF_LEAD, give: (state, context) => informAuthority(state, { ...sample.told, searchId: '' }, context) },
  'propose a merge': {
    by: OF_LEAD,
    give: (state, context) => proposeMerge(state, { caseId, mergeId: 'm-3', intoCaseId: otherCaseId }, other, context),
  },
  'withdraw the merge': { by: OF_LEAD, give: (state, context) => withdrawMerge(state, sample.mergeId, context) },
  'agree to a merge': { by: [who.SECOND, LEAD], give: (state, context) => agreeToMerge(state, otherCaseId, context) },
  'refuse a merge': { by: OF_LEAD, give: (state, context) => refuseMerge(state, otherCaseId, context) },
  'become part of the other case': { by: THE_NETWORK, give: (state) => merge(state, sample.agreement) },
  'undo the merge': { by: OF_LEAD, give: (state, context) => undoMerge(state, { reason: sealed }, context) },
};

/** The agency that agreed takes no other part in the case. */
const mergedInto: Event = {
  $case: 'caseMerged',
  value: { ...sample.proposal, ...sample.agreement, agreedBy: 'stork', risk: LOW, openThreats: [] },
};

/** The whole case: each state with as much in it as it can hold. */
export const caseMatrix = matrix({
  title: 'Case',
  source: 'services/intake/src/case.ts',
  decider: caseDecider,
  roles: who.roles,
  states: {
    none: [],
    open: history,
    busy: [
      ...[...history, sample.threatened, sample.basisProposed, sample.lost, asked, entered],
      { $case: 'participationExtended', value: { agency: 'heron', referralId: secondReferralId } },
      { $case: 'caseOfficeAssigned', value: { officeId: 'office-2', agency: 'lotus' } },
      { $case: 'caseDataShared', value: { ...message, shareId: 'told' } },
      ...[sample.taken(begun.referral), sample.taken(begun.matter), sample.taken(begun.transfer)],
      sample.taken({ ...begun.monitoring, dutyId: monitoring.transferId }),
    ],
    proposed: [...history, sample.closureProposed],
    closed: [...history, sample.closureProposed, sample.closed],
    merging: [...history, sample.mergeProposed],
    merged: [...history, sample.mergeProposed, mergedInto],
    mistake: [...history, sample.inError],
  },
  commands: { ...given, ...parts, ...followed },
});
