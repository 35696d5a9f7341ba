import type { ReasonEntry } from './entry.js';

/** Reasons that operators are given. */
export const OPERATIONS_REASONS = {
  PARKED_CASE_UNKNOWN: {
    code: 'not_found',
    message: 'This consumer has nothing parked of this case. ListParked tells what is parked.',
  },
  PARKED_EVENT_UNKNOWN: {
    code: 'failed_precondition',
    message:
      'This is not the event that the case is parked for, or not any more. Look with GetParked at what is in the way now, and decide again.',
  },
  POSITION_BEYOND_HEAD: {
    code: 'failed_precondition',
    message: 'The newest event of this service comes before this position. GetStatus tells its position; 0 means all events.',
  },
  SET_ASIDE_UNKNOWN: {
    code: 'not_found',
    message: 'No record of these coordinates is set aside here. ListParked tells which are.',
  },
} as const satisfies Record<string, ReasonEntry>;
