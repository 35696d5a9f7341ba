import { setTimeout as delay } from 'node:timers/promises';
import { metrics } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { type IMetricReader, MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { Logger } from '../log.js';
import type { RESOURCE_ATTRIBUTES } from './allowed.js';
import { beginCounting } from './calls.js';
import { allowedMetrics, allowedSpan, type KeptBack } from './filter.js';
import { observeGauges, type Sources } from './gauges.js';
import { type Scraped, startScraped } from './prometheus.js';

/**
 * How long finished spans gather before they are sent, in milliseconds. A process that is killed takes with it those of so long: the
 * parents of what others go on with, so it is short.
 */
const SPANS_EVERY_MS = 200;
const METRICS_EVERY_MS = 10_000;
/** A receiver that does not answer is given up after so long, in milliseconds; what it was sent is lost. */
const PATIENCE_MS = 2_000;
/** Spans that may wait for the receiver; later ones are dropped, so that one that is away costs no memory. */
const MOST_WAITING = 2_048;
/** A batch of the relay links to what made each of its messages, 500 at most. */
const MOST_LINKS = 500;

type Options = {
  readonly service: string;
  readonly endpoint: string | undefined;
  readonly listen: string | undefined;
  readonly logger: Logger;
};

/** Telemetry of this process. */
export type Telemetry = {
  /** Says where the gauges are read. */
  observe(sources: Sources): void;
  /** Sends what is left, as far as it goes within a few seconds. */
  close(): Promise<void>;
};

/** Starts OpenTelemetry for this process: the only place that does. All that it hands out is filtered by `allowed.ts`. */
export const startProviders = async ({ service, endpoint, listen, logger }: Options): Promise<Telemetry> => {
  const resource = resourceFromAttributes({ [ATTR_SERVICE_NAME]: `accompany-${service}` } satisfies Record<
    keyof typeof RESOURCE_ATTRIBUTES,
    string
  >);
  const keptBack = tellOnce(logger);
  const scraped = listen === undefined ? undefined : await startScraped(listen, resource, keptBack);
  const readers: IMetricReader[] = scraped === undefined ? [] : [scraped.reader];
  const shutdowns: (() => Promise<void>)[] = [];
  if (endpoint !== undefined) {
    const receiver = { url: endpoint, timeoutMillis: PATIENCE_MS };
    const tracing = startTracing(onlyAllowedSpans(new OTLPTraceExporter(receiver), resource, keptBack));
    shutdowns.push(() => tracing.shutdown());
    readers.push(pushed(onlyAllowedMetrics(new OTLPMetricExporter(receiver), resource, keptBack)));
  }
  const meters = new MeterProvider({ resource, readers });
  metrics.setGlobalMeterProvider(meters);
  beginCounting();
  shutdowns.push(
    () => meters.shutdown(),
    () => closed(scraped),
  );
  return {
    observe: observeGauges,
    close: async () => {
      const done = Promise.allSettled(shutdowns.map((shutdown) => shutdown()));
      await Promise.race([done, delay(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
};

const startTracing = (exporter: SpanExporter): NodeTracerProvider => {
  const processor = new BatchSpanProcessor(exporter, {
    scheduledDelayMillis: SPANS_EVERY_MS,
    exportTimeoutMillis: PATIENCE_MS,
    maxQueueSize: MOST_WAITING,
  });
  const provider = new NodeTracerProvider({ spanProcessors: [processor], spanLimits: { linkCountLimit: MOST_LINKS } });
  provider.register({ propagator: null });
  return provider;
};

const pushed = (exporter: PushMetricExporter): IMetricReader =>
  new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: METRICS_EVERY_MS, exportTimeoutMillis: PATIENCE_MS });

const onlyAllowedSpans = (exporter: SpanExporter, resource: Resource, keptBack: KeptBack): SpanExporter => ({
  export: (spans, done) =>
    exporter.export(
      spans.map((span) => allowedSpan(span, resource, keptBack)),
      done,
    ),
  forceFlush: async () => exporter.forceFlush?.(),
  shutdown: () => exporter.shutdown(),
});

const onlyAllowedMetrics = (exporter: PushMetricExporter, resource: Resource, keptBack: KeptBack): PushMetricExporter => ({
  export: (collected, done) => exporter.export(allowedMetrics(collected, resource, keptBack), done),
  forceFlush: () => exporter.forceFlush(),
  shutdown: () => exporter.shutdown(),
});

const closed = async (scraped: Scraped | undefined): Promise<void> => scraped?.close();

/** That something stays in is told once each, for it is a fault of ours: either it is listed or it is not to be recorded. */
const tellOnce = (logger: Logger): KeptBack => {
  const told = new Set<string>();
  return (what) => {
    if (told.has(what)) return;
    told.add(what);
    logger.warn({ what }, 'telemetry kept back what is not on its list');
  };
};
