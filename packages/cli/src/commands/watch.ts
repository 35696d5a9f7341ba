import type { Network } from '@accompany/client';
import { refusal } from '@accompany/client';
import { TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import type { Command } from 'commander';
import { findCase } from '../arguments.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { dim, minute, say, sayMessage } from '../output.js';
import { whoDid } from '../story.js';

/** `accompany watch <case>`: each new entry as it happens, until interrupted. */
export const watchCommand = (program: Command): void => {
  program
    .command('watch')
    .description('follow a case live, until Ctrl-C')
    .argument('<case>', 'id of the case, or its first letters')
    .option('--all', 'begin with what has happened already')
    .action(async (given: string, { all }: { all?: boolean }, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        const stop = new AbortController();
        process.once('SIGINT', () => stop.abort());
        const caseId = await findCase(network, given);
        if (!json) say(dim(`watching case ${caseId}; Ctrl-C ends it`));
        await follow(network, caseId, all ? 0 : undefined, stop.signal, json);
      });
    });
};

// A service that stops ends the stream: the watch goes on after the last entry seen.
const follow = async (network: Network, caseId: string, from: number | undefined, signal: AbortSignal, json: boolean): Promise<void> => {
  let afterSequence = from;
  while (!signal.aborted) {
    try {
      for await (const { message } of network.timeline.watchCase({ caseId, afterSequence }, { signal })) {
        if (message?.$case === 'currentSequence') afterSequence ??= message.value;
        if (message?.$case !== 'entry') continue;
        const { value: entry } = message;
        afterSequence = entry.sequence;
        if (json) sayMessage(TimelineEntry, entry);
        else say(`${dim(minute(entry.occurredAt))}  ${whoDid(entry)}  ${entry.sentence}`);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (refusal(error)?.code !== 'UNAVAILABLE' || afterSequence === undefined) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
};
