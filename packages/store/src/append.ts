import { setImmediate } from 'node:timers/promises';
import type { Pool } from 'pg';

/** One command's events, ready to be written. */
export type Append = {
  /** Id of the command, unique per actor. */
  readonly commandKey: string;
  /** Keyed hash of the command's payload: the same id with another one is refused. */
  readonly fingerprint: string;
  readonly stream: string;
  /** Version of the stream that was decided on; 0 = it does not exist yet. */
  readonly expectedVersion: number;
  readonly topic: string;
  readonly key: string;
  readonly metadata: string;
  readonly occurredAt: Date;
  readonly events: readonly { type: string; payload: Uint8Array }[];
};

/** What became of an append. `version` and `position` are those of the stream after it, or of the first outcome. */
export type AppendOutcome = {
  readonly outcome: 'appended' | 'conflict' | 'duplicate' | 'reused';
  readonly version: number;
  readonly position: number;
  readonly recordedAt: Date;
};

export type Appender = (append: Append) => Promise<AppendOutcome>;

/** What one commit held: events that were written, and appends whose stream had moved on. */
export type Committed = { readonly events: number; readonly conflicts: number };

const MOST_APPENDS = 128;

type Waiting = { append: Append; resolve: (outcome: AppendOutcome) => void; reject: (error: unknown) => void };

/**
 * Group commit: while one batch is on its way, appends gather and go together in the next: one lock, one round trip,
 * one fsync, an outcome for each. An append that comes when nothing is on its way goes at once; where they come in numbers, the next batch also takes
 * those that have arrived and are not read yet.
 * A batch holds at most 128 appends, and one per stream and per command.
 * @param onCommitted told of each batch
 * @returns a function that resolves with the outcome once it is durable; it rejects when the database is away, and then
 *   the outcome is unknown: repeat it with the same command key.
 */
export const createAppender = (pool: Pool, onCommitted: (committed: Committed) => void = () => {}): Appender => {
  let waiting: Waiting[] = [];
  let busy = false;

  const pump = async (): Promise<void> => {
    busy = true;
    for (let crowded = false; waiting.length > 0; ) {
      if (crowded) await setImmediate();
      const [batch, rest] = nextBatch(waiting);
      waiting = rest;
      await commit(pool, batch, onCommitted);
      crowded = batch.length > 1;
    }
    busy = false;
  };

  return (append) =>
    new Promise((resolve, reject) => {
      waiting.push({ append, resolve, reject });
      if (!busy) void pump();
    });
};

const nextBatch = (waiting: Waiting[]): [Waiting[], Waiting[]] => {
  const taken = new Set<string>();
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  for (const one of waiting) {
    const stream = `s ${one.append.stream}`;
    const command = `c ${one.append.commandKey}`;
    if (batch.length >= MOST_APPENDS || taken.has(stream) || taken.has(command)) rest.push(one);
    else {
      batch.push(one);
      taken.add(stream);
      taken.add(command);
    }
  }
  return [batch, rest];
};

const commit = async (pool: Pool, batch: Waiting[], onCommitted: (committed: Committed) => void): Promise<void> => {
  try {
    const outcomes = await write(pool, batch);
    onCommitted(committedBy(batch, outcomes));
    batch.forEach((one, index) => {
      one.resolve(outcomes[index] as AppendOutcome);
    });
  } catch (error) {
    // One that the database refuses (a text it cannot hold) must not fail the others that travel with it.
    if (batch.length > 1 && isDataError(error)) for (const one of batch) await commit(pool, [one], onCommitted);
    else for (const one of batch) one.reject(error);
  }
};

const committedBy = (batch: readonly Waiting[], outcomes: readonly AppendOutcome[]): Committed => {
  let events = 0;
  let conflicts = 0;
  outcomes.forEach(({ outcome }, index) => {
    if (outcome === 'appended') events += batch[index]?.append.events.length ?? 0;
    if (outcome === 'conflict') conflicts += 1;
  });
  return { events, conflicts };
};

const isDataError = (error: unknown): boolean => /^(22|23)/.test((error as { code?: string }).code ?? '');

const write = async (pool: Pool, batch: Waiting[]): Promise<AppendOutcome[]> => {
  const appends = batch.map((one) => one.append);
  const types: string[] = [];
  const offsets: number[] = [];
  const lengths: number[] = [];
  const payloads: Uint8Array[] = [];
  let offset = 0;
  for (const append of appends) {
    for (const event of append.events) {
      types.push(event.type);
      offsets.push(offset);
      lengths.push(event.payload.length);
      payloads.push(event.payload);
      offset += event.payload.length;
    }
  }
  const { rows } = await pool.query({
    name: 'append',
    text: 'select outcome, version, position, recorded_at from append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
    values: [
      appends.map((a) => a.commandKey),
      appends.map((a) => a.fingerprint),
      appends.map((a) => a.stream),
      appends.map((a) => a.expectedVersion),
      appends.map((a) => a.events.length),
      appends.map((a) => a.key),
      appends.map((a) => a.topic),
      appends.map((a) => a.metadata),
      appends.map((a) => a.occurredAt),
      types,
      offsets,
      lengths,
      Buffer.concat(payloads),
    ],
    rowMode: 'array',
  });
  return (rows as [AppendOutcome['outcome'], number, string, Date][]).map(([outcome, version, position, recordedAt]) => ({
    outcome,
    version,
    position: Number(position),
    recordedAt,
  }));
};
