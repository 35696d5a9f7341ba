import { setMaxListeners } from 'node:events';
import { TimelineServiceDefinition } from '@accompany/contracts/timeline/v1/service';
import { WorkServiceDefinition } from '@accompany/contracts/timeline/v1/work_service';
import { runService, serve } from '@accompany/runtime';
import { ensureView } from '@accompany/store';
import { copyOfTheLog } from './copy.js';
import { timelineHandlers } from './handlers.js';
import { createMoves } from './moves.js';
import { holdCopy } from './rebuild.js';
import { VIEWS } from './status.js';
import { workHandlers } from './work-handlers.js';

// Watches and rebuilds end as soon as the process is asked to, so that they do not hold up the drain.
const stopping = new AbortController();
// As many wait on it as there are watchers.
setMaxListeners(0, stopping.signal);
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopping.abort());

const moves = createMoves();

void runService({
  name: 'timeline',
  migrations: new URL('../migrations/', import.meta.url),
  copies: [copyOfTheLog(moves)],
  viewsOfCopies: VIEWS,
  serve: async (app) => {
    moves.connect(app);
    for (const view of VIEWS) await ensureView(app.db, view, { hold: holdCopy, signal: stopping.signal });
    return [
      serve(TimelineServiceDefinition, timelineHandlers(app, moves, stopping.signal)),
      serve(WorkServiceDefinition, workHandlers(app)),
    ];
  },
});
