import type { ReasonEntry } from './entry.js';

/** Reasons of the timeline service. A case that the caller has no part in is CASE_UNKNOWN, as everywhere. */
export const TIMELINE_REASONS = {
  ASPECT_UNKNOWN: {
    code: 'not_found',
    message: 'Nothing of this name is known of the case at that moment. `known` lists the aspects that there are; ask for one of them.',
  },
  STREAM_UNKNOWN: {
    code: 'not_found',
    message:
      'No event of this stream was copied. Check its name, for example `referral-<id>`; a stream that has just begun follows shortly.',
  },
  VIEW_UNKNOWN: {
    code: 'not_found',
    message: 'There is no view of this name. GetStatus lists the views.',
  },
  OPERATION_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such operation. ListOperations lists them.',
  },
  TIMELINE_STOPPING: {
    code: 'unavailable',
    message: 'The service stops. Watch again with after_sequence set to the last sequence you saw; nothing is lost.',
  },
} as const satisfies Record<string, ReasonEntry>;
