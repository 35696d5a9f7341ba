import {
  ATTR_ERROR_TYPE,
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
  ATTR_SERVICE_NAME,
  METRIC_RPC_SERVER_CALL_DURATION,
} from '@opentelemetry/semantic-conventions';

/**
 * All that may leave a process as telemetry. What is not listed here stays in: other attributes, other metrics, names of other spans,
 * events of spans, texts of a status, attributes of links and of the process. No case, child or person is named by any of it.
 */

/** A name that stands in our code. */
const NAME = /^[A-Za-z][\w.-]{0,79}$/;
const NUMBER = /^\d{1,15}$/;

/** Attributes, and the form that each value has. A value of another form stays in. */
export const ATTRIBUTES = {
  [ATTR_RPC_SYSTEM_NAME]: /^grpc$/,
  [ATTR_RPC_METHOD]: /^[a-z]+(\.[a-z]\w*)*\.[A-Z]\w+\/[A-Z]\w+$/,
  [ATTR_RPC_STATUS_CODE]: /^[A-Z_]{2,20}$/,
  [ATTR_ERROR_TYPE]: NAME,
  'messaging.operation.name': /^(create|send|process)$/,
  'messaging.operation.type': /^(create|send|process)$/,
  'messaging.destination.name': NAME,
  'messaging.destination.partition.id': NUMBER,
  'messaging.batch.message_count': NUMBER,
  'cloudevents.event_type': /^accompany(\.\w+)+$/,
  'accompany.aggregate': NAME,
  'accompany.consumer': NAME,
  'accompany.reaction': NAME,
  'accompany.source': NAME,
  'accompany.view': NAME,
  'accompany.urgency': /^(high|medium|low|unspecified)$/,
  'accompany.decision': /^(allowed|refused)$/,
  'accompany.dependency': NAME,
} as const satisfies Record<string, RegExp>;

export type AttributeName = keyof typeof ATTRIBUTES;

/** Attributes that are given must be listed. */
export type Listed = { readonly [Name in AttributeName]?: string | number };

/** All that says which process it is. */
export const RESOURCE_ATTRIBUTES = { [ATTR_SERVICE_NAME]: /^accompany-[a-z-]+$/ } as const;

type Span = { readonly name: RegExp; readonly attributes: readonly AttributeName[] };

/** Spans by their names. */
export const SPANS: readonly Span[] = [
  // A call served, or made to another service.
  { name: ATTRIBUTES[ATTR_RPC_METHOD], attributes: [ATTR_RPC_SYSTEM_NAME, ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_ERROR_TYPE] },
  // A decision and its events, stored.
  { name: /^append$/, attributes: ['accompany.aggregate', ATTR_ERROR_TYPE] },
  // An event as a message for the log, in the trace of what made it.
  {
    name: /^create$/,
    attributes: ['messaging.operation.name', 'messaging.operation.type', 'messaging.destination.name', 'cloudevents.event_type'],
  },
  // A batch of messages on its way to the log.
  {
    name: /^send (case|network)-events\.v1$/,
    attributes: [
      'messaging.operation.name',
      'messaging.operation.type',
      'messaging.destination.name',
      'messaging.batch.message_count',
      ATTR_ERROR_TYPE,
    ],
  },
  // A message taken in by a copy.
  {
    name: /^process$/,
    attributes: [
      'messaging.operation.name',
      'messaging.operation.type',
      'messaging.destination.name',
      'cloudevents.event_type',
      'accompany.consumer',
      'accompany.source',
      ATTR_ERROR_TYPE,
    ],
  },
  // A reaction to a message.
  {
    name: /^react$/,
    attributes: [
      'messaging.operation.name',
      'messaging.operation.type',
      'messaging.destination.name',
      'cloudevents.event_type',
      'accompany.reaction',
      'accompany.source',
      ATTR_ERROR_TYPE,
    ],
  },
  // A view made anew.
  { name: /^rebuild$/, attributes: ['accompany.view', ATTR_ERROR_TYPE] },
];

type Metric = {
  readonly kind: 'histogram' | 'counter' | 'gauge';
  /** As OpenTelemetry writes units: `s`, `1`, or what is counted in braces. */
  readonly unit: string;
  readonly about: string;
  readonly attributes: readonly AttributeName[];
  /** Upper bounds of a histogram's buckets, in the metric's unit. */
  readonly buckets?: readonly number[];
};

const HOUR = 3600;

/** Metrics by their names. */
export const METRICS = {
  [METRIC_RPC_SERVER_CALL_DURATION]: {
    kind: 'histogram',
    unit: 's',
    about: 'How long calls that were served took, but for streams',
    attributes: [ATTR_RPC_SYSTEM_NAME, ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  },
  'accompany.outbox.oldest_age': {
    kind: 'gauge',
    unit: 's',
    about: 'Age of the oldest event that is not on the log yet; 0 when none waits',
    attributes: [],
  },
  'accompany.outbox.pending': { kind: 'gauge', unit: '{event}', about: 'Events that are not on the log yet', attributes: [] },
  'accompany.consumer.lag': {
    kind: 'gauge',
    unit: '{event}',
    about: 'Records of the log that the service has not dealt with yet',
    attributes: ['messaging.destination.name', 'messaging.destination.partition.id'],
  },
  'accompany.consumer.lag_age': {
    kind: 'gauge',
    unit: 's',
    about: 'Age of the oldest record of the log that the service has not dealt with yet; 0 when none waits',
    attributes: ['messaging.destination.name', 'messaging.destination.partition.id'],
  },
  'accompany.view.lag_age': {
    kind: 'gauge',
    unit: 's',
    about: 'Age of the oldest event that a view has not taken in yet; 0 when none waits',
    attributes: ['accompany.view'],
  },
  'accompany.parked': {
    kind: 'gauge',
    unit: '{case}',
    about: 'Cases that cannot go on in a consumer',
    attributes: ['accompany.consumer'],
  },
  'accompany.set_aside': { kind: 'gauge', unit: '{record}', about: 'Records of the log that are not ours', attributes: [] },
  'accompany.timers.overdue': {
    kind: 'gauge',
    unit: '{timer}',
    about: 'Timers whose time has come and that have not fired',
    attributes: [],
  },
  'accompany.referral.time_to_accept': {
    kind: 'histogram',
    unit: 's',
    about: 'From the moment in which a referral was sent until it was accepted, both as recorded',
    attributes: ['accompany.urgency'],
    buckets: [1, 6, 12, 24, 36, 48, 72, 120, 168, 336].map((hours) => hours * HOUR),
  },
  'accompany.referral.overdue': {
    kind: 'gauge',
    unit: '{referral}',
    about: 'Referrals that nobody has answered within their limit',
    attributes: [],
  },
  'accompany.access.decisions': {
    kind: 'counter',
    unit: '{decision}',
    about: 'Calls by whether the caller was allowed; what is not theirs counts as refused, as what does not exist',
    attributes: ['accompany.decision'],
  },
  'accompany.append.batch_size': {
    kind: 'histogram',
    unit: '{event}',
    about: 'Events that were committed together',
    attributes: [],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  },
  'accompany.append.conflicts': {
    kind: 'counter',
    unit: '{conflict}',
    about: 'Appends whose stream had moved on, decided again',
    attributes: [],
  },
  'accompany.health': {
    kind: 'gauge',
    unit: '1',
    about: '1 while a dependency serves, or, without one named, the service as a whole; else 0',
    attributes: ['accompany.dependency'],
  },
  'nodejs.eventloop.delay.p50': { kind: 'gauge', unit: 's', about: 'How late the event loop is, half of the time at most', attributes: [] },
  'nodejs.eventloop.delay.p99': { kind: 'gauge', unit: 's', about: 'How late the event loop is, 99 % of the time at most', attributes: [] },
  'nodejs.eventloop.delay.max': { kind: 'gauge', unit: 's', about: 'How late the event loop was at most', attributes: [] },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;
type OfKind<Kind> = { [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never }[MetricName];
export type HistogramName = OfKind<'histogram'>;
export type CounterName = OfKind<'counter'>;
export type GaugeName = OfKind<'gauge'>;

/** What is known of a metric of this name; undefined for one that is not listed. */
export const metricOf = (name: string): Metric | undefined => (METRICS as Record<string, Metric>)[name];

/** A metric's name as Prometheus has it, before what Prometheus itself adds for counters (`_total`) and histograms (`_bucket`, …). */
export const prometheusName = (name: string, unit: string): string => `${name.replaceAll('.', '_')}${unit === 's' ? '_seconds' : ''}`;
