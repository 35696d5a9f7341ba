import type { AnyTimer } from '@accompany/store';
import type { AnyActing } from './actions.js';
import type { App } from './app.js';
import type { Config } from './config.js';
import type { AnyReaction, Projection } from './reaction.js';
import type { Served } from './serve.js';
import type { ViewName } from './standing.js';
import type { Sources } from './telemetry/gauges.js';
import type { View } from './view.js';

/** What makes one service of the network. */
export type ServiceDefinition = {
  readonly name: string;
  /** Folder of the service's own `.sql` files. */
  readonly migrations?: URL;
  readonly serve: (app: App) => readonly Served[] | Promise<readonly Served[]>;
  /** What people may do with its aggregates, for ListAllowedActions and ExplainRefusal. */
  readonly actions?: readonly AnyActing[];
  /** Where limits of the network play a part, they come from the configuration. */
  readonly reactions?: readonly AnyReaction[] | ((config: Config) => readonly AnyReaction[]);
  readonly copies?: readonly Projection[];
  readonly views?: readonly View[];
  /** Views that its copies keep themselves, in their transaction. */
  readonly viewsOfCopies?: readonly ViewName[];
  readonly timers?: readonly AnyTimer[];
  /** Gauges of its own among those that `telemetry/allowed.ts` lists; asked whenever metrics are collected. */
  readonly gauges?: (app: App) => Sources['own'];
};
