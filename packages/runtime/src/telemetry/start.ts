import { propagation } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Config } from '../config.js';
import type { Logger } from '../log.js';
import type { Telemetry } from './providers.js';

const NONE: Telemetry = { observe: () => {}, close: async () => {} };

/**
 * Starts telemetry where somebody takes it: spans and metrics go to `OTEL_EXPORTER_OTLP_ENDPOINT` (OTLP over gRPC), metrics can be
 * fetched at `ACCOMPANY_METRICS_LISTEN`. Without either, spans and metrics cost nothing, and none of it is loaded: it takes 20 MB.
 */
export const startTelemetry = async (service: string, config: Config, logger: Logger): Promise<Telemetry> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ACCOMPANY_METRICS_LISTEN: listen } = config;
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (endpoint === undefined && listen === undefined) return NONE;
  const { startProviders } = await import('./providers.js');
  return startProviders({ service, endpoint, listen, logger });
};
