import {
  type ParkedRecord,
  type ParkedStanding,
  RepairServiceDefinition,
  type Replayed,
  type ResumeParkedRequest,
  type SkipParkedRequest,
} from '@accompany/contracts/operations/v1/repair_service';
import type { EventReference } from '@accompany/contracts/operations/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { inTransaction } from '@accompany/store';
import type { App } from './app.js';
import type { Call } from './call.js';
import type { EventMeta } from './log-event.js';
import { countParked, FOREIGN, isSetAside, leaveOut, listParkedCases, listSetAside, oldestParked, type ParkedCase } from './parked.js';
import { BEHIND } from './parking.js';
import type { Projection } from './reaction.js';
import { acknowledge, type Event, mustBeOperator, type Repair, repairId, repairOn, resume, skip } from './repair.js';
import { replay } from './replay.js';
import { orderRepublication } from './republishing.js';
import { type Served, serve } from './serve.js';
import { TOPICS } from './topics.js';

const PAGE = 100;
const MOST = 200;
/** The database lock under which the repairs of a service take turns. */
const REPAIR_LOCK = 3;

/** What operators repair in a service: cases that one of its consumers cannot go on with, records that are not ours. */
export const repairs = (app: App, projections: readonly Projection[]): Served =>
  serve(RepairServiceDefinition, {
    listParked: async ({ pageSize, pageToken }, { actor }) => {
      mustBeOperator(actor);
      const size = pageSize || PAGE;
      const found = await listParkedCases(app.db, readToken(pageToken), size + 1);
      const page = found.slice(0, size);
      return {
        cases: page.map(toStanding),
        setAside: pageToken === '' ? await listSetAside(app.db, MOST) : [],
        nextPageToken: found.length > size ? tokenOf(page.at(-1)) : '',
      };
    },
    getParked: async ({ consumer, caseId }, { actor }) => {
      mustBeOperator(actor);
      const events = await oldestParked(app.db, consumer, caseId, MOST);
      const [first] = events;
      if (first === undefined || consumer === FOREIGN) throw new Rejection('PARKED_CASE_UNKNOWN');
      const standing = toStanding({ consumer, first, waiting: await countParked(app.db, consumer, caseId) });
      return { standing, events: events.map(({ meta }) => toRecord(meta)) };
    },
    resumeParked: async (request, call) => ({
      replayed: await carryOut(app, projections, request, call, (state, { operator, ...about }, context) =>
        resume(state, { ...about.where, failed: about.event, parkedAt: about.parkedAt, operator }, context),
      ),
    }),
    skipParked: async (request, call) => ({
      replayed: await carryOut(app, projections, request, call, (state, { operator, ...about }, context) =>
        skip(
          state,
          { ...about.where, skipped: about.event, parkedAt: about.parkedAt, reason: request.reason, ticket: request.ticket, operator },
          context,
        ),
      ),
    }),
    acknowledgeRecord: async (request, call) => {
      mustBeOperator(call.actor);
      const { topic, partition, offset, reason, ticket, operator } = request;
      const is = await isSetAside(app.db, topic, partition, offset);
      await app.execute(repairOn('network'), repairId(app.service, FOREIGN, `${topic}/${partition}/${offset}`), request, call, {
        caseId: app.service,
        decide: (state, context) => {
          if (!is) throw new Rejection('SET_ASIDE_UNKNOWN');
          return acknowledge(state, { service: app.service, topic, partition, offset, reason, ticket, operator }, context);
        },
      });
      await leaveOut(app.db, topic, partition, offset);
      return {};
    },
    republishEvents: async ({ requestId, fromPosition, operator, occurredAt }, call) => {
      mustBeOperator(call.actor);
      return orderRepublication(app.db, { requestId, fromPosition, operator, orderedAt: occurredAt ?? call.now });
    },
  });

type About = {
  readonly where: { readonly service: string; readonly consumer: string };
  readonly event: EventReference;
  readonly parkedAt: Date;
  readonly operator: string;
};

/**
 * Writes down what the operator decided, then does it: a repeat, also after a crash in between, finds the decision and does the rest. One at
 * a time, so that what is decided about is still what is in the way.
 */
const carryOut = async (
  app: App,
  projections: readonly Projection[],
  request: ResumeParkedRequest | SkipParkedRequest,
  call: Call,
  decide: (state: Repair, about: About, context: DecisionContext) => Event[],
): Promise<Replayed> => {
  mustBeOperator(call.actor);
  const { consumer, caseId, eventId, operator } = request;
  const projection = projections.find(({ name }) => name === consumer);
  if (projection === undefined) throw new Rejection('PARKED_EVENT_UNKNOWN');
  return inTransaction(app.db, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [REPAIR_LOCK]);
    const [first] = await oldestParked(tx, consumer, caseId, 1);
    const topic = first?.record.topic === TOPICS.network.name ? 'network' : 'case';
    const { state } = await app.execute(repairOn(topic), repairId(app.service, consumer, eventId), request, call, {
      caseId,
      decide: (before, context) => {
        if (first?.meta.eventId !== eventId) throw new Rejection('PARKED_EVENT_UNKNOWN');
        const where = { service: app.service, consumer };
        return decide(before, { where, event: toReference(first.meta), parkedAt: first.parkedAt, operator }, context);
      },
    });
    // A repeat that comes late finds the next event that failed: about that one nothing was decided.
    if (first !== undefined && first.meta.eventId !== eventId && first.error !== BEHIND)
      return { events: 0, waiting: await countParked(tx, consumer, caseId), error: first.error };
    return replay(app.db, projection, caseId, { without: state.status === 'skipped' ? eventId : undefined, signal: call.signal });
  });
};

const toReference = ({ eventId, type, source, position }: EventMeta): EventReference => ({ eventId, type, source, position });

const toStanding = ({ consumer, first: { meta, error, parkedAt }, waiting }: ParkedCase): ParkedStanding => ({
  consumer,
  caseId: meta.caseId,
  failed: toReference(meta),
  error,
  parkedAt,
  waiting,
});

const toRecord = (meta: EventMeta): ParkedRecord => {
  const { occurredAt, recordedAt, correlation, traceparent = '' } = meta;
  return { event: toReference(meta), occurredAt, recordedAt, correlation, traceId: traceparent.split('-')[1] ?? '' };
};

/** It holds what the list shows anyway, and lists are for the operator alone: it needs no seal. */
const tokenOf = (last: ParkedCase | undefined): string =>
  last === undefined ? '' : Buffer.from(JSON.stringify([last.consumer, last.first.meta.caseId])).toString('base64url');

const readToken = (token: string): [consumer: string, key: string] => {
  if (token === '') return ['', ''];
  try {
    const [consumer, key] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (typeof consumer === 'string' && typeof key === 'string') return [consumer, key];
  } catch {
    // Refused below, as whatever else is no token.
  }
  throw new Rejection('INVALID_FIELDS', {}, [{ field: 'page_token', description: 'must be a next_page_token of this list' }]);
};
