import { isSpanContextValid, type SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_RPC_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import { ClientError, type ClientMiddleware, Metadata, Status } from 'nice-grpc';

/**
 * A client span around each call and all its attempts, in a process with OpenTelemetry; without it nothing. Its traceparent goes along,
 * unless the caller gave one. A failed call is told by its status, never by its text.
 */
export const traceCall: ClientMiddleware = async function* traceCall(call, options) {
  const method = call.method.path.slice(1);
  const attributes = { [ATTR_RPC_SYSTEM_NAME]: 'grpc', [ATTR_RPC_METHOD]: method };
  const span = trace.getTracer('@accompany/client').startSpan(method, { kind: SpanKind.CLIENT, attributes });
  const metadata = Metadata(options.metadata);
  if (isSpanContextValid(span.spanContext()) && !metadata.has('traceparent'))
    metadata.set('traceparent', traceparentOf(span.spanContext()));
  try {
    const answer = yield* call.next(call.request, { ...options, metadata });
    span.setAttribute(ATTR_RPC_STATUS_CODE, 'OK');
    return answer;
  } catch (error) {
    const code = error instanceof ClientError ? Status[error.code] : undefined;
    if (code !== undefined) span.setAttribute(ATTR_RPC_STATUS_CODE, code);
    span.setAttribute(ATTR_ERROR_TYPE, code ?? (error instanceof Error ? error.name : 'unknown'));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
};

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
