import type { ReasonEntry } from './entry.js';

/** Reasons of the legal-aid service. */
export const LEGAL_AID_REASONS = {
  MATTER_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such matter, or the calling agency takes no part in its case. Check the id.',
  },
  NOT_THE_MATTERS_AGENCY: {
    code: 'permission_denied',
    message: 'Only the agency that opened the matter works on it. Other participants of the case may read where it stands.',
  },
  MATTER_CONFLICT_CHECK_MISSING: {
    code: 'failed_precondition',
    message: 'Nobody has checked yet whether the agency has a conflict of interest. Record that check first.',
  },
  MATTER_CONFLICT_OF_INTEREST: {
    code: 'failed_precondition',
    message:
      'The agency has a conflict of interest and may not act. Discontinue the matter where there is one, and refer the child to another agency.',
  },
  MATTER_BENEFICIARY_UNKNOWN: {
    code: 'invalid_argument',
    message: 'Counsel names somebody who is not a beneficiary of the matter. Add them first, or correct the ids.',
  },
  MATTER_STAGE_OUT_OF_ORDER: {
    code: 'failed_precondition',
    message: 'The matter does not stand where this step begins. The facts say where it stands and from where the step can be taken.',
  },
  MATTER_NOT_UNDER_INVESTIGATION: {
    code: 'failed_precondition',
    message: 'The authorities do not investigate the matter at present. Record the start of the investigation first.',
  },
  MATTER_ENDED: {
    code: 'failed_precondition',
    message: 'The matter is closed or discontinued and takes no more work. Open a new one if there is more to do.',
  },
  MATTER_REPRESENTATION_TOO_EARLY: {
    code: 'failed_precondition',
    message:
      'A lawyer is engaged for court only once the prosecutor prosecutes. Record the prosecution first, or why representation is blocked.',
  },
  MATTER_REPRESENTATION_BLOCKED: {
    code: 'failed_precondition',
    message: 'Something that was recorded stands in the way of representation. Unblock it before a lawyer is engaged.',
  },
  MATTER_REPRESENTATION_ENGAGED: {
    code: 'failed_precondition',
    message: 'A lawyer is engaged for this matter. End that representation first.',
  },
  MATTER_REPRESENTATION_NOT_ENGAGED: {
    code: 'failed_precondition',
    message: 'No lawyer is engaged for this matter, so there is no representation to end.',
  },
} as const satisfies Record<string, ReasonEntry>;
