import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connectivityState } from '@grpc/grpc-js';
import { type Channel, type ClientMiddleware, Metadata, waitForChannelReady } from 'nice-grpc';
import { DEFAULT_DEADLINE } from './retry-policy.js';

/** How long a call may take: milliseconds from now, or a moment. Streams have none unless one is given. */
export type DeadlineOption = { deadline?: Date | number };

/** The part of a generated request type that tells whether a request has a field. */
type GeneratedMethod = { readonly name: string; readonly requestType: { fromPartial(object: object): object } };
type GeneratedService = { readonly fullName: string; readonly methods: Readonly<Record<string, GeneratedMethod>> };

/** Paths of the methods that change something: those whose request carries a `request_id`. */
export const mutationsOf = (service: GeneratedService): ReadonlySet<string> =>
  new Set(
    Object.values(service.methods)
      .filter((method) => 'requestId' in method.requestType.fromPartial({}))
      .map((method) => `/${service.fullName}/${method.name}`),
  );

/**
 * Gives a mutation what its caller left out: a fresh `request_id` (kept over retries, so that they take effect once) and
 * `occurred_at` now.
 */
export const completeMutations = (mutations: ReadonlySet<string>): ClientMiddleware =>
  async function* completeMutation(call, options) {
    if (call.requestStream || !mutations.has(call.method.path)) return yield* call.next(call.request, options);
    const given = call.request as { requestId?: string; occurredAt?: Date };
    const request = { ...call.request, requestId: given.requestId || randomUUID(), occurredAt: given.occurredAt ?? new Date() };
    return yield* call.next(request, options);
  };

/** Turns the deadline into a moment, ten seconds from now when a single call has none. */
export const fixDeadline: ClientMiddleware<DeadlineOption, DeadlineOption> = async function* fixDeadline(call, options) {
  const { deadline = call.responseStream || call.requestStream ? undefined : DEFAULT_DEADLINE } = options;
  const moment = typeof deadline === 'number' ? new Date(Date.now() + deadline) : deadline;
  const metadata = moment === undefined ? options.metadata : Metadata(options.metadata).set(EXPIRES, moment.toISOString());
  return yield* call.next(call.request, { ...options, metadata, deadline: moment });
};

/**
 * Holds a call back while nobody listens, until the connection is there again or the call's time is over: `waitForReady` of the
 * published policy, which the library below does not take from it. A call that goes out later is not an attempt that failed.
 */
export const waitForReady = (channel: Channel): ClientMiddleware =>
  async function* waitUntilReady(call, options) {
    const { signal } = options;
    if (!signal?.aborted && channel.getConnectivityState(true) === connectivityState.TRANSIENT_FAILURE) {
      const connected = waitForChannelReady(channel, new Date(Date.now() + DEFAULT_DEADLINE)).catch(() => {});
      await Promise.race([connected, ...(signal === undefined ? [] : [once(signal, 'abort')])]);
    }
    return yield* call.next(call.request, options);
  };

/** Says who acts and how long is left. Runs once per attempt. */
export const describeCall = (person: string): ClientMiddleware =>
  async function* describe(call, options) {
    const metadata = Metadata(options.metadata).set('accompany-person', person);
    const expires = metadata.get(EXPIRES);
    metadata.delete(EXPIRES);
    if (expires !== undefined) metadata.set('grpc-timeout', `${Math.max(1, Date.parse(expires) - Date.now())}m`);
    return yield* call.next(call.request, { ...options, metadata });
  };

/** Carries the moment between two middlewares of this file; never sent. */
const EXPIRES = 'accompany-expires';
