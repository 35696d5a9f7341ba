import { type AnyEvent, EVENT_CODECS } from '@accompany/contracts/events';
import type { Actor } from '@accompany/domain';

/** One event of a case, with its place in the case's log. */
export type Fact = {
  /** Place in the case's log, from 1: the order in which the network learned of things. */
  readonly sequence: number;
  readonly eventId: string;
  /** The service that recorded it. */
  readonly source: string;
  readonly stream: string;
  /** The aggregate's id: the stream name without its category. */
  readonly streamId: string;
  readonly version: number;
  readonly position: number;
  readonly type: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly actor: Actor;
  readonly event: AnyEvent;
  /** What a later record said of it, as far as that is known. */
  readonly correction?: Correction;
};

/** A later record said that a fact happened at another time, or never. */
export type Correction = {
  readonly by: Fact;
  /** It does not count any more. */
  readonly struck: boolean;
  /** When it was first said to have happened. */
  readonly firstOccurredAt: Date;
};

/**
 * What had happened by `asOf`, as far as it was recorded by `knownAt`, in the order in which it happened. A correction counts
 * from its recording on, whatever `asOf` is: what was known before it stays as it was known. What was struck out is among
 * them, marked, at the time that was first given.
 */
export const factsAt = <Known extends Fact>(facts: readonly Known[], asOf: Date, knownAt: Date): Known[] =>
  corrected(facts.filter(({ recordedAt }) => recordedAt <= knownAt))
    .filter(({ occurredAt }) => occurredAt <= asOf)
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.sequence - b.sequence);

/** Whether a fact says something of another fact. */
export const isCorrection = ({ event }: Pick<Fact, 'event'>): boolean => event.$case === 'correctionRecorded';

/** The newest correction of a fact counts; one that was itself struck out does not. */
const corrected = <Known extends Fact>(facts: readonly Known[]): Known[] => {
  const corrections = facts.filter(isCorrection).sort((a, b) => b.sequence - a.sequence);
  if (corrections.length === 0) return [...facts];
  const said = new Map<string, { by: Fact; at: Date | undefined }>();
  for (const by of corrections) {
    const struck = said.has(by.eventId) && said.get(by.eventId)?.at === undefined;
    if (by.event.$case !== 'correctionRecorded' || struck) continue;
    const { eventId, correction } = by.event.value;
    if (said.has(eventId) || eventId === by.eventId || correction === undefined) continue;
    said.set(eventId, { by, at: correction.$case === 'occurredAt' ? correction.value : undefined });
  }
  return facts.map((fact) => {
    const newest = said.get(fact.eventId);
    if (newest === undefined) return fact;
    const { by, at } = newest;
    return { ...fact, occurredAt: at ?? fact.occurredAt, correction: { by, struck: at === undefined, firstOccurredAt: fact.occurredAt } };
  });
};

/** A time after everything: for answers that rest on all that was recorded. */
export const EVER = new Date(8.64e15);

/** The codec of an event type, the generated wrapper of its aggregate. */
export const codecOf = (type: string) => {
  const codec = EVENT_CODECS[type];
  if (codec === undefined) throw new Error(`an event of a type that this build does not know: ${type}`);
  return codec;
};
