import type { Command } from 'commander';
import { howToCall } from '../demo/how-to-call.js';
import { globals } from '../options.js';
import { bold, dim, say } from '../output.js';

type Options = { postgres?: string; kafka?: string; nats?: string; traces?: boolean };

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
    .option('--traces', 'show traces on a page as well, by Zipkin ($ACCOMPANY_ZIPKIN, else Docker, else Java 17 and Maven)')
    .action(async ({ traces: shown, ...servers }: Options, command: Command) => {
      const { state: stateFile } = globals(command);
      const { startHeld, untilStopped, whereTraces } = await import('../demo/start.js');
      say(bold('Starting the network'));
      const kept = stateFile === undefined ? {} : { stateFile };
      const network = await startHeld({ metrics: true, traces: whereTraces(shown), ...servers, ...kept });
      const log = network.state.caseLog?.startsWith('kafka') ? 'Kafka' : 'the embedded log';
      say(`\n${bold('The network is up')} ${dim(`on ${log}; data is kept between runs`)}`);
      say(`\n${howToCall(network.state)}`);
      if (network.state.viewer !== undefined) say(`\n${bold('Traces')}  ${network.state.viewer}`);
      say(dim('\nCtrl-C stops it.'));
      await untilStopped(network);
    });
};
