import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { Resource } from '@opentelemetry/resources';
import type { IMetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { prometheusName } from './allowed.js';
import { allowedMetrics, type KeptBack } from './filter.js';

/** Metrics that are fetched. */
export type Scraped = { readonly reader: IMetricReader; close(): Promise<void> };

/** How long the gauges may take to be read, in milliseconds; those that take longer are left out. */
const PATIENCE_MS = 3_000;

/** From one attempt to get the address to the next, in milliseconds. */
const AGAIN_MS = 250;

/** Answers `GET /metrics` in Prometheus' text format on an address `host:port`, for the network's operator alone: it has no TLS. */
export const startScraped = (listen: string, resource: Resource, keptBack: KeptBack): Scraped => {
  // The exporter as a reader and as a writer of the format only: its own server filters nothing and adds no units to the names.
  const reader = new PrometheusExporter({ preventServerStart: true });
  const serializer = new PrometheusSerializer(undefined, false, /^service\.name$/, true, true);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const { resourceMetrics } = await reader.collect({ timeoutMillis: PATIENCE_MS });
    const text = serializer.serialize(withUnits(allowedMetrics(resourceMetrics, resource, keptBack)));
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(503).end());
  });
  const [host, port] = listen.split(':');
  const bind = () => server.listen({ host, port: Number(port) });
  // The process that this one takes over from has the address until it has ended.
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    setTimeout(bind, AGAIN_MS).unref();
  });
  bind();
  return {
    reader,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const withUnits = ({ resource, scopeMetrics }: ResourceMetrics): ResourceMetrics => ({
  resource,
  scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
    scope,
    metrics: metrics.map((metric) => {
      const { name, unit } = metric.descriptor;
      return { ...metric, descriptor: { ...metric.descriptor, name: prometheusName(name, unit), unit: '' } };
    }),
  })),
});
