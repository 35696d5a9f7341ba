import { createHmac } from 'node:crypto';
import { type Actor, Rejection } from '@accompany/domain';

/** One call as a handler sees it. */
export type Call = {
  readonly actor: Actor;
  /** Keyed hash over method, actor and request: the fingerprint of a command. */
  readonly fingerprint: string;
  /** The time at which the call came in. */
  readonly now: Date;
  /** Aborts when the caller goes away or the deadline passes. */
  readonly signal: AbortSignal;
};

/** What every mutation carries. */
export type Mutation = { readonly requestId: string; readonly occurredAt: Date | undefined; readonly etag?: string };

/** The actor as part of a command's id, so that one agency's request ids never meet another's. */
export const actorKey = (actor: Actor): string => (actor.kind === 'agency' ? actor.agency : `svc:${actor.service}`);

/** The fingerprint of a request; keyed, because a bare hash of a name can be guessed. */
export const fingerprintOf = (key: Buffer, method: string, actor: Actor, request: Uint8Array): string => {
  const person = actor.kind === 'agency' ? actor.person : '';
  return createHmac('sha256', key)
    .update(`${method}\n${actorKey(actor)}\n${person}\n`)
    .update(request)
    .digest('base64');
};

/** How far an agency's clock may run ahead of ours, in milliseconds; what lies in between counts as now. */
const CLOCK_TOLERANCE = 2_000;

/**
 * When a command's thing happened, never after `now`.
 * @throws Rejection INVALID_FIELDS when it is missing, OCCURRED_IN_FUTURE when it lies ahead
 */
export const happenedAt = (occurredAt: Date | undefined, now: Date): Date => {
  if (occurredAt === undefined) throw new Rejection('INVALID_FIELDS', {}, [{ field: 'occurred_at', description: 'value is required' }]);
  if (occurredAt.getTime() > now.getTime() + CLOCK_TOLERANCE)
    throw new Rejection('OCCURRED_IN_FUTURE', {}, [{ field: 'occurred_at', description: 'must not lie in the future' }]);
  return occurredAt > now ? now : occurredAt;
};
