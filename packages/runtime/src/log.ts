import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * The process's log: JSON lines with typed fields and the trace they belong to. Errors are logged by name and code only,
 * because messages and details of drivers hold values. They go to the standard output, if not somewhere else.
 */
export const createLogger = (service: string, level: string, to: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const context = trace.getActiveSpan()?.spanContext();
        return context ? { trace_id: context.traceId, span_id: context.spanId } : {};
      },
      serializers: { err: describeError },
    },
    to,
  );

/** What of an error may be written down: its name, its code, where in our code it arose; never its message. */
export const describeError = (error: unknown): { name: string; code?: string; at?: string } => {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  const at = error.stack
    ?.split('\n')
    .find((line) => line.startsWith('    at '))
    ?.trim();
  return { name: error.name, ...(code === undefined ? {} : { code: String(code) }), ...(at === undefined ? {} : { at }) };
};
