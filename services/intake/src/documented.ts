import { expiryTimers, retakeTimers, searchTimers } from './case-timers.js';
import { caseMatrix } from './matrix-case.js';
import { absorptionMatrix, mergeMatrix } from './matrix-case-merging.js';
import { consentMatrix, legalBasisMatrix, threatMatrix, whereaboutsMatrix } from './matrix-case-parts.js';
import { activityMatrix, programmeMatrix, volunteerMatrix } from './matrix-programme.js';
import { quarantineMatrix, reportMatrix } from './matrix-report.js';
import { programmeReactions } from './programme-reactions.js';
import { reactions as caseReactions } from './reactions.js';
import { volunteerTimers } from './volunteer-timers.js';

/** What docs/domain.md tells of this service. */
export const matrices = [
  reportMatrix,
  caseMatrix,
  consentMatrix,
  legalBasisMatrix,
  threatMatrix,
  whereaboutsMatrix,
  mergeMatrix,
  absorptionMatrix,
  programmeMatrix,
  activityMatrix,
  volunteerMatrix,
  quarantineMatrix,
];

export const reactions = () => [...caseReactions, ...programmeReactions];

export const timers = [searchTimers, expiryTimers, retakeTimers, volunteerTimers];
