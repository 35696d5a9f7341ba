import { type Reason, Rejection, type RejectionCode } from '@accompany/domain';
import { ServerError, Status } from 'nice-grpc-common';
import { BadRequest, ErrorInfo, RichServerError } from 'nice-grpc-error-details';
import { v4 as uuidv4 } from 'uuid';
import type { Logger } from './log.js';

const DOMAIN = 'accompany.example';

const STATUS: Record<RejectionCode, Status> = {
  invalid_argument: Status.INVALID_ARGUMENT,
  not_found: Status.NOT_FOUND,
  already_exists: Status.ALREADY_EXISTS,
  permission_denied: Status.PERMISSION_DENIED,
  failed_precondition: Status.FAILED_PRECONDITION,
  aborted: Status.ABORTED,
  unauthenticated: Status.UNAUTHENTICATED,
  deadline_exceeded: Status.DEADLINE_EXCEEDED,
  resource_exhausted: Status.RESOURCE_EXHAUSTED,
  unavailable: Status.UNAVAILABLE,
};

/**
 * The one place where an error becomes a status: a Rejection by its catalogue entry with one ErrorInfo (and BadRequest
 * where fields are wrong), a database that is away as UNAVAILABLE, anything else as INTERNAL with an id to look up in the log.
 */
export const toServerError = (error: unknown, logger: Logger): ServerError => {
  if (error instanceof ServerError) return error;
  if (error instanceof Rejection) return rejected(error);
  if (isUnreachable(error)) {
    logger.warn({ err: error }, 'a dependency is away');
    return rejected(new Rejection('DEPENDENCY_UNAVAILABLE'));
  }
  const errorId = uuidv4();
  logger.error({ err: error, error_id: errorId }, 'unexpected error in a call');
  return new RichServerError(Status.INTERNAL, `Something went wrong on our side. Tell the operator this error id: ${errorId}`, [
    ErrorInfo.fromPartial({ reason: 'INTERNAL', domain: DOMAIN, metadata: { error_id: errorId } }),
  ]);
};

const rejected = (rejection: Rejection): RichServerError => {
  const details = [ErrorInfo.fromPartial({ reason: rejection.reason satisfies Reason, domain: DOMAIN, metadata: { ...rejection.facts } })];
  return new RichServerError(
    STATUS[rejection.code],
    rejection.message,
    rejection.fields.length === 0 ? details : [...details, BadRequest.fromPartial({ fieldViolations: [...rejection.fields] })],
  );
};

/** What the system calls a server that is not there. */
const NOT_THERE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** What pg says when a connection broke, was not to be had, or did not answer in time. */
const CONNECTION_LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error)/;

/**
 * Whether an error says that a server is away for now, so that the same may succeed later. Of Postgres: the connection was lost (08),
 * it is out of disk, memory or connections (53), it ends, starts or recovers (57P), its files cannot be written (58030), or it is a
 * standby that only reads (25006). Of Kafka: what its client would retry.
 */
export const isUnreachable = (error: unknown): boolean => {
  if (error instanceof Rejection) return error.code === 'unavailable';
  const { code, message, retriable, cause } = error as { code?: unknown; message?: string; retriable?: unknown; cause?: unknown };
  if (typeof code === 'string' && (NOT_THERE.has(code) || /^(08|53|57P|58030|25006)/.test(code))) return true;
  if (code === Status.UNAVAILABLE || code === Status.DEADLINE_EXCEEDED || retriable === true) return true;
  return CONNECTION_LOST.test(message ?? '') || (cause instanceof Error && isUnreachable(cause));
};
