import { setTimeout as delay } from 'node:timers/promises';
import type { TimelineServiceDefinition } from '@accompany/contracts/timeline/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Handlers } from '@accompany/runtime';
import { mustBeService, mustRead } from './access.js';
import { countUntraced, readCaseTraces } from './case-traces.js';
import { endOf } from './end.js';
import { toStreamEvent } from './entry.js';
import { pageSize, pageStart, pageToken } from './page-token.js';
import { findOperation, listOperations, startRebuild } from './rebuild.js';
import { readStreamCopy } from './records.js';
import { readStatus, VIEWS } from './status.js';

type Operating = Pick<
  Handlers<TimelineServiceDefinition>,
  'getStreamEvents' | 'listCaseTraces' | 'getStatus' | 'rebuildView' | 'getOperation' | 'listOperations' | 'waitOperation'
>;

const LOOK_MS = 100;

/** What services and operators ask for. */
export const operatorHandlers = (app: App, stopping: AbortSignal): Operating => ({
  getStreamEvents: async (request, call) => {
    mustBeService(call);
    const list = ['stream', request.stream];
    const after = Number(pageStart(app, call, list, request.pageToken));
    const size = pageSize(request.pageSize);
    const found = await readStreamCopy(app.db, request.stream, after, size + 1);
    const page = found.slice(0, size);
    const last = page.at(-1);
    if (last === undefined && after === 0) throw new Rejection('STREAM_UNKNOWN');
    return {
      service: page[0]?.source ?? '',
      events: page.map(toStreamEvent),
      nextPageToken: found.length > size && last !== undefined ? pageToken(app, call, list, String(last.version)) : '',
    };
  },
  listCaseTraces: async ({ caseId, pageSize: asked, pageToken: token }, call) => {
    mustBeService(call);
    await mustRead(app, call, caseId);
    const list = ['case-traces', caseId];
    const before = pageStart(app, call, list, token);
    const size = pageSize(asked);
    const found = await readCaseTraces(app.db, caseId, before === '' ? undefined : Number(before), size + 1);
    const page = found.slice(0, size);
    const last = page.at(-1);
    return {
      traces: page.map(({ firstSequence, ...trace }) => trace),
      nextPageToken: found.length > size && last !== undefined ? pageToken(app, call, list, String(last.firstSequence)) : '',
      untracedEvents: await countUntraced(app.db, caseId),
    };
  },
  getStatus: async ({ includeHashes }, call) => {
    mustBeService(call);
    return readStatus(app.db, includeHashes);
  },
  rebuildView: async ({ view: name, requestId }, call) => {
    mustBeService(call);
    const view = VIEWS.find((known) => known.name === name);
    if (view === undefined) throw new Rejection('VIEW_UNKNOWN', { view: name });
    return { operation: await startRebuild(app, view, requestId, stopping) };
  },
  getOperation: async ({ operationId }, call) => {
    mustBeService(call);
    return { operation: await mustFind(app, operationId) };
  },
  listOperations: async (_request, call) => {
    mustBeService(call);
    return { operations: await listOperations(app) };
  },
  waitOperation: async ({ operationId, timeout }, call) => {
    mustBeService(call);
    const until = timeout === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeout.seconds * 1_000 + timeout.nanos / 1e6;
    const ended = endOf(call.signal, stopping);
    try {
      for (;;) {
        const operation = await mustFind(app, operationId);
        if (operation.done || ended.signal.aborted || Date.now() >= until) return { operation };
        await delay(LOOK_MS, undefined, { signal: ended.signal }).catch(() => {});
      }
    } finally {
      ended.release();
    }
  },
});

const mustFind = async (app: App, id: string) => {
  const operation = await findOperation(app, id);
  if (operation === undefined) throw new Rejection('OPERATION_UNKNOWN');
  return operation;
};
