import type { Network } from '@accompany/client';
import { Operation } from '@accompany/contracts/timeline/v1/service';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { Failure } from '../exit.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { say, sayMessage } from '../output.js';

/** `accompany rebuild <view>`: builds a view anew beside the live one, with its progress. */
export const rebuildCommand = (program: Command): void => {
  program
    .command('rebuild')
    .description('build a view of the timeline anew while the live one goes on serving')
    .argument('<view>', 'name of the view, for example case_summary')
    .action(async (view: string, _given: object, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        const { operation } = await network.timeline.rebuildView({ view });
        const done = await untilDone(network, operation as Operation, json);
        if (done.result?.$case === 'error') throw new Failure(`the rebuild failed: ${done.result.value}`);
        const rebuilt = done.result?.value;
        if (json) return sayMessage(Operation, done);
        say(`${view} version ${rebuilt?.version} has ${rebuilt?.rows} rows, hash ${rebuilt?.hash.slice(0, 12)}; it serves now.`);
      });
    });
};

const untilDone = async (network: Network, started: Operation, quiet: boolean): Promise<Operation> => {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} cases, {phase}',
    hideCursor: true,
    stream: process.stderr,
    noTTYOutput: false,
  });
  let operation = started;
  if (!quiet) bar.start(1, 0, { phase: 'building' });
  try {
    while (!operation.done) {
      const waited = await network.timeline.waitOperation({
        operationId: operation.operationId,
        timeout: { seconds: 0, nanos: 200_000_000 },
      });
      operation = waited.operation ?? operation;
      const { completed = 0, total = 0, phase = '' } = operation.progress ?? {};
      bar.setTotal(Math.max(1, total));
      bar.update(completed, { phase });
    }
    return operation;
  } finally {
    bar.stop();
  }
};
