import protobuf from 'protobufjs';

/** What is needed of opentelemetry/proto/trace/v1, with the numbers of the real contract; what is not named here is passed over. */
const PROTO = `
syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { repeated Span spans = 2; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9; repeated Link links = 13; Status status = 15;
}
message Link { bytes trace_id = 1; bytes span_id = 2; }
message Status { int32 code = 3; }
`;

type Value = { stringValue?: string; boolValue?: boolean; intValue?: number; doubleValue?: number };
type Attribute = { key: string; value?: Value };
type RawLink = { traceId: Uint8Array; spanId: Uint8Array };
type RawSpan = RawLink & {
  parentSpanId?: Uint8Array;
  name: string;
  kind?: number;
  startTimeUnixNano: number;
  endTimeUnixNano: number;
  attributes: Attribute[];
  links: RawLink[];
  status?: { code?: number };
};
type Decoded = { resourceSpans: { resource?: { attributes: Attribute[] }; scopeSpans: { spans: RawSpan[] }[] }[] };

const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const ERROR = 2;

/** The name of a span, over all traces. Ids are lower-case hexadecimal. */
export type SpanLink = { traceId: string; spanId: string };

/** One span as a service sent it. */
export type Span = SpanLink & {
  /** Empty for a root. */
  parentId: string;
  /** `service.name` of the process. */
  service: string;
  name: string;
  kind: (typeof KINDS)[number];
  /** Milliseconds since 1970, with their fractions. */
  startMs: number;
  durationMs: number;
  failed: boolean;
  attributes: Record<string, string | number | boolean>;
  links: SpanLink[];
};

const Request = protobuf.parse(PROTO).root.lookupType('Request');
const hex = (bytes: Uint8Array = new Uint8Array()): string => Buffer.from(bytes).toString('hex');
const link = ({ traceId, spanId }: RawLink): SpanLink => ({ traceId: hex(traceId), spanId: hex(spanId) });
const named = (attributes: readonly Attribute[]): Span['attributes'] =>
  Object.fromEntries(attributes.map(({ key, value = {} }) => [key, Object.values(value)[0] ?? '']));

/** The spans in an OTLP export request. @throws Error when the bytes are not one */
export const spansIn = (bytes: Uint8Array): Span[] => {
  const { resourceSpans } = Request.toObject(Request.decode(bytes), { arrays: true, longs: Number }) as Decoded;
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(named(resource?.attributes ?? [])['service.name'] ?? '');
    return scopeSpans.flatMap(({ spans }) => spans).map((span) => toSpan(service, span));
  });
};

const toSpan = (service: string, raw: RawSpan): Span => ({
  ...link(raw),
  parentId: hex(raw.parentSpanId),
  service,
  name: raw.name,
  kind: KINDS[raw.kind ?? 0] ?? 'internal',
  startMs: raw.startTimeUnixNano / 1e6,
  durationMs: (raw.endTimeUnixNano - raw.startTimeUnixNano) / 1e6,
  failed: raw.status?.code === ERROR,
  attributes: named(raw.attributes),
  links: raw.links.map(link),
});
