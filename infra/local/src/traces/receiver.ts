import { Server, ServerCredentials, type ServiceDefinition, status } from '@grpc/grpc-js';
import { type Span, spansIn } from './otlp.js';

export type { Span } from './otlp.js';

/** Takes traces as a collector does: OTLP over gRPC, on a free port of the loopback address. */
export type OtlpReceiver = { readonly endpoint: string; stop(): void };

const MOST_BYTES = 16 * 1024 * 1024;

const pass = (bytes: Buffer): Buffer => bytes;
const exporting = (signal: 'trace' | 'metrics'): ServiceDefinition => ({
  export: {
    path: `/opentelemetry.proto.collector.${signal}.v1.${signal === 'trace' ? 'TraceService' : 'MetricsService'}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: pass,
    requestDeserialize: pass,
    responseSerialize: pass,
    responseDeserialize: pass,
  },
});

type Exported = { request: Buffer };
type Answer = (error: { code: status; details: string } | null, response?: Buffer) => void;

/**
 * Starts a receiver. `take` is given the spans of each request and the bytes they came in, `takeMetrics` the bytes of each request with
 * metrics.
 */
export const startOtlpReceiver = async (
  take: (spans: Span[], bytes: Buffer) => void,
  takeMetrics: (bytes: Buffer) => void = () => {},
): Promise<OtlpReceiver> => {
  const server = new Server({ 'grpc.max_receive_message_length': MOST_BYTES });
  server.addService(exporting('trace'), {
    export: ({ request }: Exported, answer: Answer) => {
      try {
        take(spansIn(request), request);
        answer(null, Buffer.alloc(0));
      } catch {
        answer({ code: status.INVALID_ARGUMENT, details: 'this is no export of traces' });
      }
    },
  });
  server.addService(exporting('metrics'), {
    export: ({ request }: Exported, answer: Answer) => {
      takeMetrics(request);
      answer(null, Buffer.alloc(0));
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => server.forceShutdown() };
};
