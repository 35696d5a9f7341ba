import type { WatchCaseRequest, WatchCaseResponse } from '@accompany/contracts/timeline/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Call } from '@accompany/runtime';
import { mustBeAmong, mustRead } from './access.js';
import { asReadBy } from './confidential.js';
import { endOf } from './end.js';
import { toEntry } from './entry.js';
import type { Following, Moves } from './moves.js';
import { type Copied, caseSequence, namesOfAgencies, readTold } from './records.js';

const PAGE = 100;

/**
 * Follows a case: its position, then each new entry, in log order and without gaps, until the caller goes away.
 * @param stopping aborts when the service stops; the stream then ends with TIMELINE_STOPPING
 */
export const watchCase = (app: App, moves: Moves, stopping: AbortSignal) => {
  const names = namesOfAgencies(app.db);
  return async function* (request: WatchCaseRequest, call: Call): AsyncGenerator<WatchCaseResponse> {
    const { caseId } = request;
    await app.awaitPosition(request.atLeastPosition, caseId);
    const following = moves.follow(caseId);
    const ended = endOf(call.signal, stopping);
    const next = nextOf(app, call, caseId, following, ended.signal);
    try {
      await mustRead(app, call, caseId);
      const current = await caseSequence(app.db, caseId);
      yield { message: { $case: 'currentSequence', value: current } };
      for (let after = request.afterSequence ?? current, size = PAGE; !ended.signal.aborted; ) {
        const entries = await next(after, size);
        size = entries.length;
        const entry = toEntry(await names());
        for (const copied of entries) {
          yield { message: { $case: 'entry', value: entry(asReadBy(call.actor)(copied)) } };
          after = copied.sequence;
        }
      }
    } finally {
      following.stop();
      ended.release();
    }
    if (!call.signal.aborted) throw new Rejection('TIMELINE_STOPPING');
  };
};

/**
 * Gives the entries after a sequence: what was just copied where it follows on, else what the copy holds. After a full page
 * there may be more, so it does not wait then. Whoever left the case gets no more of it.
 */
const nextOf = (app: App, call: Call, caseId: string, following: Following, signal: AbortSignal) => {
  return async (after: number, size: number): Promise<readonly Copied[]> => {
    const news = size === PAGE ? [] : await following.wait(after, signal);
    const fresh = news.flatMap(({ entries }) => entries).filter(({ sequence }) => sequence > after);
    if (fresh.length > 0 && fresh.every(({ sequence }, index) => sequence === after + index + 1)) {
      mustBeAmong(news.at(-1)?.readers ?? new Set(), call);
      return fresh;
    }
    const page = await readTold(app.db, caseId, after, PAGE);
    if (page.length > 0) await mustRead(app, call, caseId);
    return page;
  };
};
