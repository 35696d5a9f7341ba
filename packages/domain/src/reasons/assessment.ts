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

  CARE_PLAN_UNKNOWN: {
    code: 'not_found',
    message: 'The case has no care plan, or the calling agency takes no part in it. Check the id; the lead of the case begins the plan.',
  },
  NOT_THE_CARE_PLANS_AGENCY: {
    code: 'permission_denied',
    message: 'Only the agency whose care plan it is, the lead of the case, works on it. Other participants of the case may read it.',
  },
  CARE_PLAN_ASSESSMENT_UNKNOWN: {
    code: 'failed_precondition',
    message: 'The assessment that the care plan should rest on is not one of this case that was handed in. Name such a one, or none.',
  },
  CARE_PLAN_NOT_AGREED: {
    code: 'failed_precondition',
    message: 'The care plan is still being written. Agree it with the child first.',
  },
  CARE_PLAN_ENDED: {
    code: 'failed_precondition',
    message: 'The care plan has ended and takes no more work. Begin it anew if there is more to do.',
  },
  CARE_PLAN_WITHOUT_GOAL: {
    code: 'failed_precondition',
    message: 'The care plan has no goal. Set at least one before it is agreed.',
  },
  CARE_PLAN_WITHOUT_CHILD: {
    code: 'invalid_argument',
    message: 'The child is not among those with whom it was agreed. Agree it with the child, and name the child.',
  },
  CARE_PLAN_REVIEW_DATE_WRONG: {
    code: 'invalid_argument',
    message:
      'The next review would lie before this moment or later than the network allows. The field says the last day; leave it empty for that day.',
  },
  CARE_PLAN_GOAL_DATE_TOO_EARLY: {
    code: 'invalid_argument',
    message: 'The goal would have to be reached before it is set. Give a day after occurred_at, or none.',
  },
  CARE_PLAN_GOAL_UNKNOWN: {
    code: 'not_found',
    message: 'The care plan has no such goal. Check both ids.',
  },
  CARE_PLAN_GOAL_ENDED: {
    code: 'failed_precondition',
    message: 'The goal is reached or was given up and takes no other outcome. Set a new goal.',
  },
  CARE_PLAN_GOALS_OPEN: {
    code: 'failed_precondition',
    message:
      'Goals of the care plan are neither reached nor given up, or it has none. Record what became of them, or end it for another reason.',
  },
  CARE_PLAN_FEEDBACK_EMPTY: {
    code: 'invalid_argument',
    message: "The child's feedback holds no words. Send the child's own words, or that it did not want to say.",
  },
} as const satisfies Record<string, ReasonEntry>;
