/** The gRPC status of a refusal, in the words of google.rpc.Code. */
export type RejectionCode =
  | 'invalid_argument'
  | 'not_found'
  | 'already_exists'
  | 'permission_denied'
  | 'failed_precondition'
  | 'aborted'
  | 'unauthenticated'
  | 'deadline_exceeded'
  | 'resource_exhausted'
  | 'unavailable';

/** One entry of the catalogue: its status, and a message that says what was wrong, what was expected and what to do. */
export type ReasonEntry = { readonly code: RejectionCode; readonly message: string };
