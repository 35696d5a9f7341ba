import { createHmac } from 'node:crypto';
import type { Actor } from '@accompany/domain';

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
