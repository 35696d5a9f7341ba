import { readFileSync } from 'node:fs';
import { Status } from 'nice-grpc';

type ServiceConfig = {
  methodConfig: [
    {
      timeout: string;
      retryPolicy: { maxAttempts: number; initialBackoff: string; maxBackoff: string; retryableStatusCodes: (keyof typeof Status)[] };
    },
    // Streams are named one by one: neither time limit nor retries are theirs.
    ...{ name: { service: string; method: string }[] }[],
  ];
};

const published: ServiceConfig = JSON.parse(readFileSync(new URL('../retry-policy.json', import.meta.url), 'utf8'));
const [{ timeout, retryPolicy }] = published.methodConfig;
const milliseconds = (duration: string): number => Math.round(Number.parseFloat(duration) * 1000);

/** Milliseconds that a call may take in all, its retries included, unless the caller says otherwise. */
export const DEFAULT_DEADLINE = milliseconds(timeout);

/** How soon a connection that was lost is tried again, in milliseconds: a service that was restarted is found within a second. */
export const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 1_000 };

/**
 * The published retry policy (`retry-policy.json`, a gRPC service config that clients of any language can load), as options of the
 * retry middleware. Only UNAVAILABLE is repeated: mutations too, since a request id takes effect at most once.
 */
export const RETRY = {
  retry: true,
  retryMaxAttempts: retryPolicy.maxAttempts - 1,
  retryBaseDelayMs: milliseconds(retryPolicy.initialBackoff),
  retryMaxDelayMs: milliseconds(retryPolicy.maxBackoff),
  retryableStatuses: retryPolicy.retryableStatusCodes.map((code) => Status[code]) as Status[],
};
