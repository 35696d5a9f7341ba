import type { ReasonEntry } from './entry.js';

/** Reasons of the assessment service. */
export const ASSESSMENT_REASONS = {
  ASSESSMENT_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such assessment, or the calling agency takes no part in its case. Check the id.',
  },
  NOT_THE_ASSESSOR: {
    code: 'permission_denied',
    message: 'Only the agency that was asked for the assessment works on it. Other participants of the case may read it.',
  },
  ASSESSOR_NOT_ON_CASE: {
    code: 'failed_precondition',
    message:
      'The agency that should assess neither leads the case nor provides a service in it. Refer the child first, or name another agency.',
  },
  ASSESSMENT_INITIAL_FIRST: {
    code: 'failed_precondition',
    message: 'The initial assessment of the case has not been handed in. Submit it before another kind is asked for.',
  },
  ASSESSMENT_ALREADY_REQUESTED: {
    code: 'already_exists',
    message: 'The initial assessment of the case was asked of another agency. A case has one; read it, or void it there first.',
  },
  ASSESSMENT_TO_SUPERSEDE_UNKNOWN: {
    code: 'failed_precondition',
    message: 'The assessment to be superseded is not an approved one of this case. Name an approved one, or none.',
  },
  ASSESSMENT_DUE_TOO_EARLY: {
    code: 'invalid_argument',
    message: 'The assessment would be due before it is asked for. Give a date after occurred_at.',
  },

  // What stood in the way: the state of the assessment.
  ASSESSMENT_NOT_STARTED: {
    code: 'failed_precondition',
    message: 'Nobody has begun to work on the assessment. Start it first.',
  },
  ASSESSMENT_NOT_SUBMITTED: {
    code: 'failed_precondition',
    message: 'There is nothing to approve or to return: the assessment has not been handed in. Its author submits it first.',
  },
  ASSESSMENT_ALREADY_SUBMITTED: {
    code: 'failed_precondition',
    message: 'The assessment was handed in and waits for approval. Have it returned before it is written anew.',
  },
  ASSESSMENT_ALREADY_APPROVED: {
    code: 'failed_precondition',
    message: 'The assessment is approved and stays as it is. Ask for a new one that supersedes it.',
  },
  ASSESSMENT_SUPERSEDED: {
    code: 'failed_precondition',
    message: 'A newer assessment took the place of this one. Work on the newer one.',
  },
  ASSESSMENT_VOIDED: {
    code: 'failed_precondition',
    message: 'The assessment was voided and takes no more work. Ask for a new one.',
  },

  ASSESSMENT_APPROVER_IS_AUTHOR: {
    code: 'permission_denied',
    message: 'The author of an assessment neither approves nor returns it. Another person of the agency has to.',
  },
  ASSESSMENT_NEED_UNKNOWN: {
    code: 'not_found',
    message: 'This assessment identified no such need. Check both ids.',
  },
  ASSESSMENT_INSTRUMENT_UNKNOWN: {
    code: 'invalid_argument',
    message: 'A score names an instrument that is not in the list. The documentation of the field has the codes.',
  },
  ASSESSMENT_SCORE_OFF_SCALE: {
    code: 'invalid_argument',
    message: 'A score lies off the scale of its instrument. The field says the scale; correct the score.',
  },
  ASSESSMENT_SCORE_REPEATED: {
    code: 'invalid_argument',
    message: 'An instrument is scored more than once in one assessment. Send its result once.',
  },
} as const satisfies Record<string, ReasonEntry>;
