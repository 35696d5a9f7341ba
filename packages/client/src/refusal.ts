import { ClientError, Status } from 'nice-grpc';
import { RichClientError } from 'nice-grpc-error-details';

/** Why a call was not answered, as data. */
export type Refusal = {
  /** The gRPC status, for example `FAILED_PRECONDITION`. */
  readonly code: keyof typeof Status;
  /** The catalogue's reason, for example `STALE_ETAG`; empty when the failure did not come from a service. */
  readonly reason: string;
  /** What was wrong, what was expected, what to do. Holds no personal data. */
  readonly message: string;
  /** Fields that were wrong, as the proto names them. */
  readonly fields: readonly { readonly field: string; readonly description: string }[];
  /** Ids and codes that stood in the way. */
  readonly facts: Readonly<Record<string, string>>;
};

/** Reads what a service refused. Undefined for an error that is not an answer to a call (a bug, an abort). */
export const refusal = (error: unknown): Refusal | undefined => {
  if (!(error instanceof ClientError)) return undefined;
  const details = error instanceof RichClientError ? error.extra : [];
  let reason = '';
  let facts: Record<string, string> = {};
  const fields: { field: string; description: string }[] = [];
  for (const detail of details) {
    if (detail.$type === 'google.rpc.ErrorInfo') {
      reason = detail.reason;
      facts = detail.metadata;
    }
    if (detail.$type === 'google.rpc.BadRequest') {
      for (const { field, description } of detail.fieldViolations) fields.push({ field, description });
    }
  }
  return { code: Status[error.code] as keyof typeof Status, reason, message: error.details, fields, facts };
};
