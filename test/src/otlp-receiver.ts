import { type Span, startOtlpReceiver as startReceiver } from '@accompany/local/traces';

export type ReceivedSpan = Span;

/** A receiver of traces as a collector is one. It keeps the spans, and the bytes they came in. */
export type OtlpReceiver = {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  readonly bytes: Buffer[];
  readonly stop: () => void;
};

export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const spans: ReceivedSpan[] = [];
  const bytes: Buffer[] = [];
  const { endpoint, stop } = await startReceiver((received, request) => {
    spans.push(...received);
    bytes.push(request);
  });
  return { endpoint, spans, bytes, stop };
};
