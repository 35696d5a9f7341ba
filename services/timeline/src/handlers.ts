import type { TimelineServiceDefinition } from '@accompany/contracts/timeline/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import type { Moves } from './moves.js';
import { operatorHandlers } from './operator-handlers.js';
import { readHandlers } from './read-handlers.js';
import { watchCase } from './watch.js';

/** All RPCs of the timeline. */
export const timelineHandlers = (app: App, moves: Moves, stopping: AbortSignal): Handlers<TimelineServiceDefinition> => ({
  ...readHandlers(app),
  ...operatorHandlers(app, stopping),
  watchCase: watchCase(app, moves, stopping),
});
