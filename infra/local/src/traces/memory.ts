import type { Span } from './otlp.js';

/** Spans kept by trace, at most so many: the traces that came first go first. */
export type Memory = {
  add(spans: readonly Span[]): void;
  /** The spans of a trace, and those of other traces that link into it; none when it is not, or no longer, kept. */
  about(traceId: string): Span[];
};

/** Keeps at most `most` spans. */
export const createMemory = (most: number): Memory => {
  const traces = new Map<string, Span[]>();
  let count = 0;
  const add = (span: Span): void => {
    const trace = traces.get(span.traceId);
    if (trace === undefined) traces.set(span.traceId, [span]);
    else trace.push(span);
    count += 1;
    for (const [oldest, { length }] of traces) {
      if (count <= most) break;
      traces.delete(oldest);
      count -= length;
    }
  };
  return {
    add: (spans) => spans.forEach(add),
    about: (traceId) => {
      const own = traces.get(traceId) ?? [];
      if (own.length === 0) return [];
      const linking = [...traces.values()].flat().filter((span) => span.links.some((link) => link.traceId === traceId));
      return [...new Set([...own, ...linking])];
    },
  };
};
