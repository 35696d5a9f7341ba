import { Command } from 'commander';
import { actionsCommand } from './commands/actions.js';
import { casesCommand } from './commands/cases.js';
import { demoCommand } from './commands/demo.js';
import { eventsCommand } from './commands/events.js';
import { funnelCommand } from './commands/funnel.js';
import { gapsCommand } from './commands/gaps.js';
import { gazetteerCommand } from './commands/gazetteer.js';
import { handoverCommand } from './commands/handover.js';
import { importCommand } from './commands/import.js';
import { parkedCommand } from './commands/parked.js';
import { quarantineCommand } from './commands/quarantine.js';
import { rebuildCommand } from './commands/rebuild.js';
import { republishCommand } from './commands/republish.js';
import { statusCommand } from './commands/status.js';
import { timelineCommand } from './commands/timeline.js';
import { topicsCommand } from './commands/topics.js';
import { traceCommand } from './commands/trace.js';
import { upCommand } from './commands/up.js';
import { watchCommand } from './commands/watch.js';
import { worklistCommand } from './commands/worklist.js';

/** The whole command line, to be parsed by `main` and looked at by tests. */
export const createProgram = (): Command => {
  const program = new Command('accompany')
    .description('The referral network of agencies that protect children: run it, look into it, take records in.')
    .option('--as <who>', 'act with the development certificate of this agency, or of the operator')
    .option('--json', 'print JSON for machines')
    .option('--state <file>', 'state file of the network (default: $ACCOMPANY_STATE, else in the cache folder)')
    .showHelpAfterError('(`accompany --help` lists the commands)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 network unreachable, 4 input file refused, 5 something needs an operator.',
    );
  for (const add of [
    upCommand,
    demoCommand,
    casesCommand,
    timelineCommand,
    actionsCommand,
    watchCommand,
    worklistCommand,
    gapsCommand,
    funnelCommand,
    traceCommand,
    eventsCommand,
    rebuildCommand,
    statusCommand,
    topicsCommand,
    parkedCommand,
    republishCommand,
    importCommand,
    handoverCommand,
    gazetteerCommand,
    quarantineCommand,
  ]) {
    add(program);
  }
  return program;
};
