import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

/** What is needed of opentelemetry/proto/trace/v1: the fields that the tests look at, with the numbers of the real contract. */
const PROTO = `
syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { repeated Span spans = 2; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue { string string_value = 1; }
message Span { bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; repeated Link links = 13; }
message Link { bytes trace_id = 1; bytes span_id = 2; }
`;

export type ReceivedSpan = {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  /** Empty for a root. */
  parentId: string;
  links: { traceId: string; spanId: string }[];
};

type Raw = { traceId: Uint8Array; spanId: Uint8Array };
type Decoded = {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue: string } }[] };
    scopeSpans: { spans: (Raw & { parentSpanId: Uint8Array; name: string; links: Raw[] })[] }[];
  }[];
};

/** A receiver of traces as a collector is one: OTLP over gRPC, on a free port. It keeps the spans, and the bytes they came in. */
export type OtlpReceiver = {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  readonly bytes: Buffer[];
  readonly stop: () => void;
};

const Request = protobuf.parse(PROTO).root.lookupType('Request');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const spansIn = (bytes: Buffer): ReceivedSpan[] =>
  (Request.toObject(Request.decode(bytes), { arrays: true }) as Decoded).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, traceId, spanId, parentSpanId, links }) => ({
        service,
        name,
        traceId: hex(traceId),
        spanId: hex(spanId),
        parentId: hex(parentSpanId ?? new Uint8Array()),
        links: links.map((link) => ({ traceId: hex(link.traceId), spanId: hex(link.spanId) })),
      }));
  });

const pass = (bytes: Buffer): Buffer => bytes;
const service: ServiceDefinition = {
  export: {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    requestStream: false,
    responseStream: false,
    requestSerialize: pass,
    requestDeserialize: pass,
    responseSerialize: pass,
    responseDeserialize: pass,
  },
};

export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const spans: ReceivedSpan[] = [];
  const bytes: Buffer[] = [];
  const server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024 });
  server.addService(service, {
    export: (call: { request: Buffer }, answer: (error: null, response: Buffer) => void) => {
      bytes.push(call.request);
      spans.push(...spansIn(call.request));
      answer(null, Buffer.alloc(0));
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { endpoint: `http://127.0.0.1:${port}`, spans, bytes, stop: () => server.forceShutdown() };
};
