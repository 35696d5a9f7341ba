import type { Actor } from '@accompany/domain';
import { Rejection } from '@accompany/domain';
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { ATTR_RPC_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { type CallContext, type ServiceImplementation, Status } from 'nice-grpc';
import { type Call, fingerprintOf, happenedAt, type Mutation } from './call.js';
import { toServerError } from './errors.js';
import type { Logger } from './log.js';
import { hasExpired, peerIdentity, textOf } from './peer.js';
import { callAttributes, callMeter } from './telemetry/calls.js';
import { contextOf, linksTo, type SpanOptions, traced } from './telemetry/spans.js';
import { validate } from './validate.js';

type MethodDefinition = {
  readonly name: string;
  readonly requestType: { encode(message: never): { finish(): Uint8Array }; decode(input: Uint8Array): unknown };
  readonly responseType: { fromPartial(object: never): unknown };
  readonly requestStream: boolean;
  readonly responseStream: boolean;
};

/** A generated service definition. */
export type Definition = { readonly name: string; readonly fullName: string; readonly methods: Readonly<Record<string, MethodDefinition>> };

type Request<Method> = Method extends { requestType: { decode(...args: never[]): infer Message } } ? Message : never;
type Response<Method> = Method extends { responseType: { fromPartial(object: infer Message): unknown } } ? Message : never;

/** One async function per RPC, `(request, call) => response`; a stream is an async iterable of responses. */
export type Handlers<Service extends Definition> = {
  readonly [Name in keyof Service['methods']]: (
    request: Request<Service['methods'][Name]>,
    call: Call,
  ) => Service['methods'][Name]['responseStream'] extends true
    ? AsyncIterable<Response<Service['methods'][Name]>>
    : Promise<Response<Service['methods'][Name]>>;
};

type AnyHandler = (request: never, call: Call) => unknown;

/** A service and its handlers, ready to be given to the server. */
export type Served = { readonly definition: Definition; readonly handlers: Readonly<Record<string, AnyHandler>> };

/** Pairs a generated definition with its handlers. */
export const serve = <Service extends Definition>(definition: Service, handlers: Handlers<Service>): Served => ({
  definition,
  handlers: handlers as unknown as Served['handlers'],
});

/** What stands around every handler: identity, validation, trace, error mapping. */
export type Surroundings = { readonly domain: string; readonly fingerprintKey: Buffer; readonly logger: Logger; readonly now: () => Date };

type Turn = () => Promise<void> | undefined;

/**
 * Wraps handlers into what the gRPC server runs.
 * @param turn awaited before each unary call
 */
export const implement = ({ definition, handlers }: Served, around: Surroundings, turn: Turn): ServiceImplementation<never> => {
  const implementation: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(definition.methods)) {
    const handler = handlers[name];
    if (handler === undefined) throw new Error(`${definition.fullName}.${method.name} has no handler`);
    implementation[name] = method.responseStream
      ? streamed(definition, method, handler, around)
      : unary(definition, method, handler, around, turn);
  }
  return implementation as unknown as ServiceImplementation<never>;
};

const unary = (definition: Definition, method: MethodDefinition, handler: AnyHandler, around: Surroundings, turn: Turn) => {
  const path = `${definition.fullName}/${method.name}`;
  const noteCall = callMeter(path);
  return async (request: never, context: CallContext) => {
    const began = performance.now();
    let code = Status.OK;
    try {
      await turn();
      const actor = readActor(context, around.domain);
      return await traced(path, spanOf(path, actor, context), async (span) => {
        const answer = await refusing(path, around.logger, async () =>
          handler(request, receive(definition, method, actor, request, context, around)),
        );
        span.setAttribute(ATTR_RPC_STATUS_CODE, 'OK');
        return answer;
      });
    } catch (error) {
      const refused = toServerError(error, around.logger);
      code = refused.code;
      throw refused;
    } finally {
      noteCall(began, code);
    }
  };
};

/** Turns an error into the answer where the call's span is open, so that the log names its trace. */
const refusing = async <Answer>(method: string, logger: Logger, work: () => Promise<Answer>): Promise<Answer> => {
  try {
    const answer = await work();
    logger.debug({ method }, 'answered');
    return answer;
  } catch (error) {
    const refused = toServerError(error, logger);
    logger.debug({ method, status: Status[refused.code] }, 'refused');
    throw refused;
  }
};

const streamed = (definition: Definition, method: MethodDefinition, handler: AnyHandler, around: Surroundings) =>
  async function* (request: never, context: CallContext) {
    try {
      const actor = readActor(context, around.domain);
      yield* handler(request, receive(definition, method, actor, request, context, around)) as AsyncIterable<unknown>;
    } catch (error) {
      if (context.signal.aborted) return;
      throw toServerError(error, around.logger);
    }
  };

const receive = (
  definition: Definition,
  method: MethodDefinition,
  actor: Actor,
  request: never,
  context: CallContext,
  around: Surroundings,
): Call => {
  if (context.signal.aborted || hasExpired(context.metadata)) throw new Rejection('DEADLINE_EXCEEDED');
  const bytes = method.requestType.encode(request).finish();
  const typeName = `${definition.fullName.slice(0, definition.fullName.lastIndexOf('.'))}.${method.name}Request`;
  validate(typeName, bytes, request);
  const now = around.now();
  const { occurredAt } = request as Partial<Mutation>;
  if (occurredAt !== undefined) happenedAt(occurredAt, now);
  const fingerprint = fingerprintOf(around.fingerprintKey, `${definition.fullName}/${method.name}`, actor, bytes);
  return { actor, fingerprint, now, signal: context.signal };
};

const PERSON = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const readActor = (context: CallContext, domain: string): Actor => {
  const identity = peerIdentity(context.metadata, domain);
  if (identity.kind === 'service') return identity;
  const person = textOf(context.metadata, 'accompany-person') ?? '';
  if (!PERSON.test(person)) throw new Rejection('PERSON_MISSING');
  return { ...identity, person };
};

/** An agency's trace context is not trusted: a new root with a link to theirs. Our own services continue the trace. */
const spanOf = (path: string, actor: Actor, context: CallContext): SpanOptions => {
  const theirs = textOf(context.metadata, 'traceparent');
  const attributes = callAttributes(path);
  return actor.kind === 'agency'
    ? { kind: SpanKind.SERVER, attributes, parent: ROOT_CONTEXT, links: linksTo(theirs) }
    : { kind: SpanKind.SERVER, attributes, parent: contextOf(theirs) };
};
