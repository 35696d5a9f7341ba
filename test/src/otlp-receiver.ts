import { type Span, startOtlpReceiver as startReceiver } from '@accompany/local/traces';

export type ReceivedSpan = Span;

/** A receiver of traces and metrics as a collector is one. It keeps the spans, and the bytes in which either came. */
export type OtlpReceiver = {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  readonly bytes: Buffer[];
  readonly metricBytes: Buffer[];
  readonly stop: () => void;
};

export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const spans: ReceivedSpan[] = [];
  const bytes: Buffer[] = [];
  const metricBytes: Buffer[] = [];
  const { endpoint, stop } = await startReceiver(
    (received, request) => {
      spans.push(...received);
      bytes.push(request);
    },
    (request) => metricBytes.push(request),
  );
  return { endpoint, spans, bytes, metricBytes, stop };
};
