import type { ReasonEntry } from './entry.js';

/** Reasons of the intake service: programmes, community activities, volunteers, and who brought a report. */
export const PROGRAMME_REASONS = {
  PROGRAMME_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such programme, or another agency runs it. Check the id and that the call comes from the agency that runs it.',
  },
  PROGRAMME_ENDING: {
    code: 'failed_precondition',
    message: 'The end of the programme was announced: no case enters it any more. Choose another programme, or let this one continue.',
  },
  PROGRAMME_HAS_ENDED: {
    code: 'failed_precondition',
    message: 'The programme has ended, for good. Choose another one, or begin a new one.',
  },
  PROGRAMME_NOT_ENDING: {
    code: 'failed_precondition',
    message: 'The end of the programme was not announced. Announce it first, so that no case enters while you end it.',
  },
  PROGRAMME_HOLDS_CASES: {
    code: 'failed_precondition',
    message:
      'Open cases are held by this programme alone. Close each, hand it over, let it enter another programme, or take it out of this one; then end it.',
  },
  ACTIVITY_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such activity, or another agency held it. Check the id and that the call comes from the agency that held it.',
  },
  ACTIVITY_WITHDRAWN: {
    code: 'failed_precondition',
    message: 'This record of an activity does not count. Read it: it may name the record that does. What was withdrawn stays so.',
  },
  ACTIVITY_DATES_IMPOSSIBLE: {
    code: 'invalid_argument',
    message:
      'The activity cannot have been held on these days. Expected days of the calendar that are over, in their order, while the programme ran.',
  },
  ACTIVITY_TOTALS_CONTRADICTORY: {
    code: 'invalid_argument',
    message: 'The counts do not add up. Expected each age band and sex at most once, and totals that are the sums of the counts.',
  },
  VOLUNTEER_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such volunteer, or another agency answers for them. Check the id and that the call comes from their agency.',
  },
  VOLUNTEER_HAS_LEFT: {
    code: 'failed_precondition',
    message: 'The volunteer has left. Enrol them anew if they come back.',
  },
  BIRTH_DATE_IMPOSSIBLE: {
    code: 'invalid_argument',
    message: 'Nobody who volunteers was born on that day. Expected a day of the calendar and an age of 6 to 110 years.',
  },
  GUARDIAN_CONSENT_MISSING: {
    code: 'failed_precondition',
    message: 'The volunteer is a minor until the end of the month in which they turn 18. Have a guardian consent; send the reference.',
  },
  GUARDIAN_CONSENT_NOT_NEEDED: {
    code: 'failed_precondition',
    message: 'The volunteer is of age: nobody consents for them. Leave the guardian out, or check the date of birth.',
  },
  TASK_NOT_FOR_MINORS: {
    code: 'failed_precondition',
    message: 'The task is sensitive, and the volunteer is a minor. Give it to an adult.',
  },
  REPORT_SOURCE_CONTRADICTORY: {
    code: 'invalid_argument',
    message: 'The report names a volunteer, and another source than a volunteer. Correct the source, or leave the volunteer out.',
  },
} as const satisfies Record<string, ReasonEntry>;
