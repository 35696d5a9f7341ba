import { type Actor, Rejection } from '@accompany/domain';
import type { Executor } from '@accompany/store';
import { SpanKind } from '@opentelemetry/api';
import { v5 as uuidv5 } from 'uuid';
import type { LogEvent } from './log-event.js';
import { processingContext } from './processing.js';
import type { AnyReaction, Projection } from './reaction.js';
import { processAttributes } from './telemetry/messages.js';
import { traced } from './telemetry/spans.js';

const REACTION = 'b8f6a0d2-91a7-5d5f-9f0e-3a64c1f3a6d4';

/**
 * Makes the consumer of a service's reactions. A reaction's command has an id that follows from the event, the reaction
 * and the aggregate, so that a repeat changes nothing.
 */
export const reactor = (service: string, reactions: readonly AnyReaction[], executor: Executor, now: () => Date): Projection => ({
  name: 'reactions',
  topics: [...new Set(reactions.map(({ topic = 'case' }) => topic))],
  ownSpans: true,
  concernedBy: ({ event, meta }) =>
    reactions.some((reaction) => reaction.on(event, meta).length > 0 || reaction.among?.(event, meta) !== undefined),
  applyBatch: async (tx, events) => {
    for (const event of events)
      for (const reaction of reactions) {
        const found = await reaction.among?.(event.event, event.meta)?.(tx);
        for (const ordered of [...reaction.on(event.event, event.meta), ...(found ?? [])])
          await carryOut(service, executor, now(), event, reaction, ordered);
      }
  },
});

const carryOut = async (
  service: string,
  executor: Executor,
  now: Date,
  { meta, record }: LogEvent,
  reaction: AnyReaction,
  ordered: ReturnType<AnyReaction['on']>[number],
): Promise<void> => {
  const actor: Actor = { kind: 'service', service };
  const id = uuidv5(`${meta.eventId}|${reaction.name}|${ordered.id}`, REACTION);
  const attributes = { ...processAttributes(record.topic, meta), 'accompany.reaction': reaction.name };
  await traced('react', { kind: SpanKind.CONSUMER, attributes, parent: processingContext(meta.traceparent) }, async () => {
    try {
      await executor.execute(reaction.aggregate, ordered.id, {
        key: `reaction/${id}`,
        fingerprint: id,
        occurredAt: meta.occurredAt,
        metadata: { actor, correlation: meta.correlation, causation: meta.eventId },
        partitionKey: () => ordered.caseId ?? meta.caseId,
        decide: (state) => ordered.decide(state, { actor, occurredAt: meta.occurredAt, now }),
      });
    } catch (error) {
      if (!(error instanceof Rejection && reaction.ignore?.includes(error.reason))) throw error;
    }
  });
};
