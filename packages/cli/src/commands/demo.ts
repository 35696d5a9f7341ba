import type { Command } from 'commander';
import { accountB, beginJourney, type Journey, made } from '../account-b/index.js';
import { describeCase } from '../case-as-of.js';
import { howToCall } from '../demo/how-to-call.js';
import { type Held, startHeld, untilStopped } from '../demo/start.js';
import { globals } from '../options.js';
import { bold, dim, say, styled } from '../output.js';
import { story } from '../story.js';
import { readTimeline } from './timeline.js';

/** Days for which the demo asks what was so. */
const DAYS = ['2022-02-03', '2022-02-08', '2022-02-28'];

/** `accompany demo`: one girl's way through the network, played by three agencies over real services. */
export const demoCommand = (program: Command): void => {
  program
    .command('demo')
    .description('start the network and play one child’s way through it, step by step')
    .option('--once', 'stop afterwards and leave nothing behind')
    .action(async ({ once }: { once?: boolean }, command: Command) => {
      const { state: stateFile } = globals(command);
      const began = Date.now();
      say(bold('Starting the network'));
      const network = await startHeld(once ? { fresh: true, stateFile: false } : stateFile === undefined ? {} : { stateFile });
      try {
        say(dim(`  ${seconds(began)}`));
        const journey = beginJourney((agency, person) => network.as(agency, person), network.position ? [network.position] : []);
        await play(journey);
        await tell(network, journey);
        say(dim(`\n${seconds(began)} from start to end`));
        if (!once) say(`\n${howToCall(network.state, made(journey, 'caseId'))}\n${dim('\nThe network stays up; Ctrl-C stops it.')}`);
      } catch (error) {
        await network.stop();
        throw error;
      }
      await (once ? network.stop() : untilStopped(network));
    });
};

const play = async (journey: Journey): Promise<void> => {
  say(`\n${bold('Account B, February 2022')}`);
  for (const { id, title, play } of accountB) {
    const outcome = await play(journey).catch((error: unknown) => {
      say(`  ${styled('red', id.padEnd(4))}${title}`);
      throw error;
    });
    say(`  ${styled('green', id.padEnd(4))}${title}\n      ${dim(outcome)}`);
  }
};

const tell = async (network: Held, journey: Journey): Promise<void> => {
  const caseId = made(journey, 'caseId');
  const aple = network.as('aple', 'aple-caseworker-1');
  for (const atLeastPosition of journey.seen.values()) {
    if (atLeastPosition.service !== 'directory') await aple.timeline.getTimeline({ caseId, pageSize: 1, atLeastPosition });
  }
  const entries = await readTimeline(aple, caseId);
  say(`\n${bold('The timeline, as APLE sees it')}  ${dim('times are UTC; rebuilt from the case log')}\n`);
  say(story(entries));
  for (const day of DAYS) {
    const answer = await aple.timeline.getCaseAsOf({ caseId, asOf: new Date(`${day}T23:59:59.999Z`) });
    say(`\n${bold(`As it was on ${day}`)}`);
    if (answer.case !== undefined) say(describeCase(answer.case));
  }
};

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
