import type { Attempt } from '@accompany/domain/testing';
import { expect, test } from 'vitest';
import { caseMatrix } from './matrix-case.js';

/** What happens, `-` for nothing, or why not. */
const said = (tried: Attempt): string => {
  switch (tried.is) {
    case 'done':
      return tried.events.join('+');
    case 'nothing':
      return '-';
    case 'refused':
      return tried.reason;
  }
};

test('every command in every state happens, does nothing, or is refused for the documented reason', () => {
  const { commands, states, attempt } = caseMatrix;
  const table = commands.map((command) =>
    [command.name, ...states.map(({ name }) => `${name}: ${said(attempt(name, command.name))}`)].join(' | '),
  );
  expect(table).toMatchInlineSnapshot(`
    [
      "add a monitor | none: CASE_UNKNOWN | open: participantJoined | busy: participantJoined | proposed: participantJoined | closed: CASE_NOT_OPEN | merging: participantJoined | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "remove a monitor | none: CASE_UNKNOWN | open: participantLeft | busy: participantLeft | proposed: participantLeft | closed: CASE_NOT_OPEN | merging: participantLeft | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "assign a caseworker | none: CASE_UNKNOWN | open: caseworkerAssigned | busy: caseworkerAssigned | proposed: caseworkerAssigned | closed: CASE_NOT_OPEN | merging: caseworkerAssigned | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "release the caseworker | none: CASE_UNKNOWN | open: caseworkerReleased | busy: caseworkerReleased | proposed: caseworkerReleased | closed: caseworkerReleased | merging: caseworkerReleased | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "assign an office | none: CASE_UNKNOWN | open: caseOfficeAssigned | busy: caseOfficeAssigned | proposed: caseOfficeAssigned | closed: CASE_NOT_OPEN | merging: caseOfficeAssigned | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "raise the risk | none: CASE_UNKNOWN | open: riskRaised | busy: riskRaised | proposed: riskRaised | closed: CASE_NOT_OPEN | merging: riskRaised | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "lower the risk | none: CASE_UNKNOWN | open: riskLowered | busy: riskLowered | proposed: riskLowered | closed: CASE_NOT_OPEN | merging: riskLowered | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "propose closure | none: CASE_UNKNOWN | open: caseClosureProposed | busy: THREAT_OPEN | proposed: - | closed: CASE_NOT_OPEN | merging: caseClosureProposed | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "approve closure | none: CASE_UNKNOWN | open: CLOSURE_NOT_PROPOSED | busy: CLOSURE_NOT_PROPOSED | proposed: caseClosed | closed: - | merging: CLOSURE_NOT_PROPOSED | merged: CLOSURE_NOT_PROPOSED | mistake: CLOSURE_NOT_PROPOSED",
      "refuse closure | none: CASE_UNKNOWN | open: CLOSURE_NOT_PROPOSED | busy: CLOSURE_NOT_PROPOSED | proposed: caseClosureRefused | closed: CLOSURE_NOT_PROPOSED | merging: CLOSURE_NOT_PROPOSED | merged: CLOSURE_NOT_PROPOSED | mistake: CLOSURE_NOT_PROPOSED",
      "reopen | none: CASE_UNKNOWN | open: CASE_NOT_CLOSED | busy: CASE_NOT_CLOSED | proposed: CASE_NOT_CLOSED | closed: caseReopened | merging: CASE_NOT_CLOSED | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "enter in error | none: CASE_UNKNOWN | open: caseEnteredInError | busy: DUTIES_OPEN | proposed: caseEnteredInError | closed: caseEnteredInError | merging: caseEnteredInError | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "waive the matter | none: CASE_UNKNOWN | open: MATTER_NOT_OPEN | busy: caseDutyWaived | proposed: MATTER_NOT_OPEN | closed: CASE_NOT_OPEN | merging: MATTER_NOT_OPEN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "leave a programme | none: CASE_UNKNOWN | open: - | busy: caseProgrammeLeft | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "correct a fact | none: CASE_UNKNOWN | open: correctionRecorded | busy: correctionRecorded | proposed: correctionRecorded | closed: correctionRecorded | merging: correctionRecorded | merged: correctionRecorded | mistake: correctionRecorded",
      "report a threat | none: CASE_UNKNOWN | open: threatReported | busy: threatReported | proposed: threatReported | closed: CASE_NOT_OPEN | merging: threatReported | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "resolve a threat | none: CASE_UNKNOWN | open: THREAT_UNKNOWN | busy: threatResolved | proposed: THREAT_UNKNOWN | closed: CASE_NOT_OPEN | merging: THREAT_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "give consent | none: CASE_UNKNOWN | open: consentGiven | busy: consentGiven | proposed: consentGiven | closed: CASE_NOT_OPEN | merging: consentGiven | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "withdraw consent | none: CASE_UNKNOWN | open: consentWithdrawn | busy: consentWithdrawn | proposed: consentWithdrawn | closed: consentWithdrawn | merging: consentWithdrawn | merged: consentWithdrawn | mistake: consentWithdrawn",
      "let consent expire | none: - | open: consentExpired | busy: consentExpired | proposed: consentExpired | closed: consentExpired | merging: consentExpired | merged: consentExpired | mistake: consentExpired",
      "propose a legal basis | none: CASE_UNKNOWN | open: legalBasisProposed | busy: legalBasisProposed | proposed: legalBasisProposed | closed: CASE_NOT_OPEN | merging: legalBasisProposed | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "approve a legal basis | none: CASE_UNKNOWN | open: LEGAL_BASIS_UNKNOWN | busy: legalBasisRecorded | proposed: LEGAL_BASIS_UNKNOWN | closed: CASE_NOT_OPEN | merging: LEGAL_BASIS_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "lose the child | none: CASE_UNKNOWN | open: whereaboutsLost | busy: SEARCH_OPEN | proposed: whereaboutsLost | closed: CASE_NOT_OPEN | merging: whereaboutsLost | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "review the search | none: CASE_UNKNOWN | open: SEARCH_UNKNOWN | busy: searchReviewed | proposed: SEARCH_UNKNOWN | closed: SEARCH_UNKNOWN | merging: SEARCH_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "tell that a review is due | none: - | open: - | busy: searchReviewDue | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "locate the child | none: CASE_UNKNOWN | open: SEARCH_UNKNOWN | busy: clientLocated | proposed: SEARCH_UNKNOWN | closed: SEARCH_UNKNOWN | merging: SEARCH_UNKNOWN | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "inform an authority | none: CASE_UNKNOWN | open: authorityInformed | busy: authorityInformed | proposed: authorityInformed | closed: authorityInformed | merging: authorityInformed | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "propose a merge | none: CASE_UNKNOWN | open: caseMergeProposed | busy: DUTIES_OPEN | proposed: caseMergeProposed | closed: CASE_NOT_OPEN | merging: MERGE_PROPOSED_ALREADY | merged: CASE_NOT_OPEN | mistake: CASE_NOT_OPEN",
      "withdraw the merge | none: CASE_UNKNOWN | open: MERGE_NOT_PROPOSED | busy: MERGE_NOT_PROPOSED | proposed: MERGE_NOT_PROPOSED | closed: MERGE_NOT_PROPOSED | merging: caseMergeDeclined | merged: MERGE_NOT_PROPOSED | mistake: MERGE_NOT_PROPOSED",
      "agree to a merge | none: CASE_UNKNOWN | open: MERGE_NOT_PROPOSED | busy: caseMergeAwaited | proposed: MERGE_NOT_PROPOSED | closed: MERGE_NOT_PROPOSED | merging: MERGE_NOT_PROPOSED | merged: MERGE_NOT_PROPOSED | mistake: MERGE_NOT_PROPOSED",
      "refuse a merge | none: CASE_UNKNOWN | open: MERGE_NOT_PROPOSED | busy: caseAbsorptionEnded | proposed: MERGE_NOT_PROPOSED | closed: MERGE_NOT_PROPOSED | merging: MERGE_NOT_PROPOSED | merged: MERGE_NOT_PROPOSED | mistake: MERGE_NOT_PROPOSED",
      "become part of the other case | none: - | open: - | busy: - | proposed: - | closed: - | merging: caseMerged | merged: - | mistake: -",
      "undo the merge | none: CASE_UNKNOWN | open: CASE_NOT_MERGED | busy: CASE_NOT_MERGED | proposed: CASE_NOT_MERGED | closed: CASE_NOT_MERGED | merging: CASE_NOT_MERGED | merged: caseMergeUndone | mistake: CASE_NOT_MERGED",
      "open | none: caseOpened | open: - | busy: - | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "take a report | none: CASE_UNKNOWN | open: caseReportLinked | busy: caseReportLinked | proposed: caseReportLinked | closed: caseReportLinked | merging: caseReportLinked | merged: caseReportLinked | mistake: caseReportLinked",
      "follow a risk that was reported | none: CASE_UNKNOWN | open: riskRaised | busy: riskRaised | proposed: riskRaised | closed: riskRaised | merging: riskRaised | merged: riskRaised | mistake: riskRaised",
      "join as provider | none: CASE_UNKNOWN | open: participantJoined | busy: participantJoined | proposed: participantJoined | closed: participantJoined | merging: participantJoined | merged: participantJoined | mistake: participantJoined",
      "leave as provider | none: CASE_UNKNOWN | open: participantLeft | busy: participationNarrowed | proposed: participantLeft | closed: participantLeft | merging: participantLeft | merged: participantLeft | mistake: participantLeft",
      "take a duty | none: CASE_UNKNOWN | open: caseDutyTaken | busy: caseDutyTaken | proposed: caseDutyTaken | closed: caseDutyRefused | merging: caseDutyTaken | merged: caseDutyRefused | mistake: caseDutyRefused",
      "end a duty | none: CASE_UNKNOWN | open: - | busy: caseDutyEnded | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "release the lead | none: CASE_UNKNOWN | open: - | busy: participantLeft+caseProgrammeLeft+leadChanged+caseDutyEnded | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "release monitoring | none: CASE_UNKNOWN | open: - | busy: monitorChanged+caseDutyEnded | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "join under another referral | none: CASE_UNKNOWN | open: participationExtended | busy: participationExtended | proposed: participationExtended | closed: participationExtended | merging: participationExtended | merged: participationExtended | mistake: participationExtended",
      "open what a message shares | none: CASE_UNKNOWN | open: caseDataShared | busy: caseDataShared | proposed: caseDataShared | closed: caseDataShared | merging: caseDataShared | merged: caseDataShared | mistake: caseDataShared",
      "withdraw a message that was a mistake | none: CASE_UNKNOWN | open: - | busy: caseSharingEnded | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "let the matter be the new lead’s | none: CASE_UNKNOWN | open: - | busy: caseDutyPassedOn | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "hear that the office takes no cases | none: CASE_UNKNOWN | open: - | busy: caseOfficeDeclined | proposed: - | closed: - | merging: - | merged: - | mistake: -",
      "enter a programme | none: CASE_UNKNOWN | open: caseProgrammeJoined | busy: caseProgrammeJoined | proposed: caseProgrammeJoined | closed: caseProgrammeJoined | merging: caseProgrammeJoined | merged: caseProgrammeJoined | mistake: caseProgrammeJoined",
      "leave a programme that ends | none: CASE_UNKNOWN | open: caseProgrammeJoined | busy: - | proposed: caseProgrammeJoined | closed: caseProgrammeJoined+caseProgrammeLeft | merging: caseProgrammeJoined | merged: caseProgrammeJoined+caseProgrammeLeft | mistake: caseProgrammeJoined+caseProgrammeLeft",
    ]
  `);
});
