import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** OpenTelemetry in the process of an agency. */
export type Agency = { readonly name: string; readonly stop: () => Promise<void> };

/** Makes this process one that traces its own calls, as an agency may, and sends the spans to a receiver. */
export const startAgency = (endpoint: string): Agency => {
  const name = 'agency';
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': name }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: endpoint }), { scheduledDelayMillis: 200 })],
  });
  provider.register();
  return { name, stop: () => provider.shutdown() };
};
