import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** How long finished spans gather before they are sent, in milliseconds. */
const SEND_EVERY_MS = 500;

/** Starts OpenTelemetry for this process: the only place that does. Loaded only where there is a receiver: it takes 20 MB. */
export const startTracing = (service: string, endpoint: string): { shutdown(): Promise<void> } => {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `accompany-${service}` }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: endpoint }), { scheduledDelayMillis: SEND_EVERY_MS })],
  });
  provider.register();
  return provider;
};
