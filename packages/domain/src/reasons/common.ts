import type { ReasonEntry } from './entry.js';

/** Reasons that any service may give. */
export const COMMON_REASONS = {
  INVALID_FIELDS: {
    code: 'invalid_argument',
    message: 'One or more fields are wrong. Each is named with what was expected; correct them and send again.',
  },
  OCCURRED_IN_FUTURE: {
    code: 'invalid_argument',
    message: 'occurred_at lies in the future. Say when it happened, not when it is planned.',
  },
  REQUEST_ID_REUSED: {
    code: 'failed_precondition',
    message:
      'This request_id was used before with another payload. Send a new request_id for a new command; repeat the exact request to retry.',
  },
  STALE_ETAG: {
    code: 'aborted',
    message: 'The thing changed since the etag was read. Read it again, decide again, and send the new etag.',
  },
  TOO_MUCH_CONTENTION: {
    code: 'aborted',
    message: 'Others kept changing the same thing. Nothing was written; send the same request again.',
  },
  IDENTITY_MISSING: {
    code: 'unauthenticated',
    message:
      'No identity could be read from the client certificate. It needs exactly one URI name, spiffe://<domain>/agency/<id> or spiffe://<domain>/svc/<name>.',
  },
  PERSON_MISSING: {
    code: 'unauthenticated',
    message: 'No acting person was named. Send the metadata `accompany-person` with the opaque id of the person who acts for the agency.',
  },
  NOT_ALLOWED_FOR_CALLER: {
    code: 'permission_denied',
    message: 'This call is not open to this kind of caller. The documentation of the call says who may.',
  },
  THING_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such thing here for you. Ask the service that its stream belongs to, with the stream as the timeline names it.',
  },
  ACTION_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such action on things of this kind. The known ones are named with this refusal.',
  },
  DEADLINE_EXCEEDED: {
    code: 'deadline_exceeded',
    message: 'The deadline passed before the answer was ready. Repeat the exact request; it takes effect at most once.',
  },
  POSITION_NOT_REACHED: {
    code: 'unavailable',
    message: 'The answer would be older than at_least_position asked for, and did not catch up within 2 seconds. Try again shortly.',
  },
  DEPENDENCY_UNAVAILABLE: {
    code: 'unavailable',
    message: 'Something this service needs is away. Nothing was written; repeat the exact request shortly.',
  },
} as const satisfies Record<string, ReasonEntry>;
