import * as the from './matrix.js';
import { reactions as ofOffices } from './reactions.js';
import { agreementTimers } from './timers.js';

/** What docs/domain.md tells of this service. */
export const matrices = [
  the.agencyMatrix,
  the.officeMatrix,
  the.serviceMatrix,
  the.agreementMatrix,
  the.referenceMatrix,
  the.gazetteerMatrix,
];

export const reactions = () => ofOffices;

export const timers = [agreementTimers];
