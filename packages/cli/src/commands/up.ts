import type { Command } from 'commander';
import { howToCall } from '../demo/how-to-call.js';
import { globals } from '../options.js';
import { bold, dim, say } from '../output.js';

type Servers = { postgres?: string; kafka?: string; nats?: string };

/** `accompany up`: the whole network on this machine, until interrupted. */
export const upCommand = (program: Command): void => {
  program
    .command('up')
    .description('start the whole network with a demo directory, until Ctrl-C')
    .option('--postgres <url>', 'superuser of a Postgres server (default: $ACCOMPANY_POSTGRES, else an embedded one)')
    .option(
      '--kafka <host:port>',
      'Kafka for the case log, with /<network> behind it on a shared one (default: $ACCOMPANY_KAFKA, else the embedded log)',
    )
    .option('--nats <url>', 'NATS for hints (default: $ACCOMPANY_NATS, else none)')
    .action(async (servers: Servers, command: Command) => {
      const { state: stateFile } = globals(command);
      const { startHeld, untilStopped } = await import('../demo/start.js');
      say(bold('Starting the network'));
      const network = await startHeld({ metrics: true, ...servers, ...(stateFile === undefined ? {} : { stateFile }) });
      const log = network.state.caseLog?.startsWith('kafka') ? 'Kafka' : 'the embedded log';
      say(`\n${bold('The network is up')} ${dim(`on ${log}; data is kept between runs`)}`);
      say(`\n${howToCall(network.state)}`);
      say(dim('\nCtrl-C stops it.'));
      await untilStopped(network);
    });
};
