import { benchAppend } from './append.js';
import { benchAsOf } from './as-of.js';
import { benchCommand } from './command.js';
import { benchCopy } from './copy.js';
import { benchDecide } from './decide.js';
import { benchDemo } from './demo.js';
import { benchFootprint } from './footprint.js';
import { benchFrozenCollector } from './frozen-collector.js';
import { benchHandover } from './handover.js';
import { benchRebuild } from './rebuild.js';
import { benchRelay } from './relay.js';
import type { Suite } from './suite.js';
import { benchVisible } from './visible.js';
import { benchWorklist } from './worklist.js';

export type { Sizes } from './suite.js';

/** All suites, by name, in the order in which they run. */
export const SUITES: Readonly<Record<string, Suite>> = {
  append: { about: 'group commit against one insert per transaction', part: 'quick', run: benchAppend },
  decide: { about: 'decisions on a referral', part: 'quick', run: benchDecide },
  command: { about: 'a command from client to stored event against a bare echo', part: 'whole', run: benchCommand },
  relay: { about: 'store to Kafka against a bare producer', part: 'whole', run: benchRelay },
  copy: { about: 'Kafka to the timeline against a bare consumer and bare inserts', part: 'whole', run: benchCopy },
  visible: { about: 'acknowledged until readable in the timeline', part: 'quick', run: benchVisible },
  rebuild: { about: 'a view anew from the copy against reading it', part: 'whole', run: benchRebuild },
  'as-of': { about: 'a case as it was against one select', part: 'whole', run: benchAsOf },
  worklist: { about: 'the worklist of an agency out of 12,000 cases', part: 'named', run: benchWorklist },
  handover: { about: 'a handover of 500 cases', part: 'named', run: benchHandover },
  'frozen-collector': { about: 'commands while the collector of telemetry hangs', part: 'named', run: benchFrozenCollector },
  footprint: { about: 'memory and CPU of each service', part: 'quick', run: benchFootprint },
  demo: { about: 'the demo from start to end', part: 'quick', run: benchDemo },
};
