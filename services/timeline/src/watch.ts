import type { WatchCaseRequest, WatchCaseResponse } from '@accompany/contracts/timeline/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Call } from '@accompany/runtime';
import { mustRead } from './access.js';
import { asReadBy } from './confidential.js';
import { endOf } from './end.js';
import { toEntry } from './entry.js';
import type { Moves } from './moves.js';
import { agencyNames, caseSequence, readPage } from './records.js';

const PAGE = 100;

/**
 * Follows a case: its position, then each new entry, in log order and without gaps, until the caller goes away.
 * @param stopping aborts when the service stops; the stream then ends with TIMELINE_STOPPING
 */
export const watchCase = (app: App, moves: Moves, stopping: AbortSignal) =>
  async function* (request: WatchCaseRequest, call: Call): AsyncGenerator<WatchCaseResponse> {
    const { caseId } = request;
    await app.awaitPosition(request.atLeastPosition, caseId);
    const following = moves.follow(caseId);
    const ended = endOf(call.signal, stopping);
    try {
      await mustRead(app, call, caseId);
      const current = await caseSequence(app.db, caseId);
      yield { message: { $case: 'currentSequence', value: current } };
      for (let after = request.afterSequence ?? current; !ended.signal.aborted; ) {
        const entries = await readPage(app.db, caseId, after, PAGE);
        if (entries.length === 0) {
          await following.wait(ended.signal);
          continue;
        }
        const [names] = await Promise.all([agencyNames(app.db), mustRead(app, call, caseId)]);
        const entry = toEntry(names);
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
