import type { Network as Clients } from '@accompany/client';
import type { Command } from 'commander';
import * as a from '../account-a/index.js';
import * as b from '../account-b/index.js';
import { describeCase } from '../case-as-of.js';
import { howToCall } from '../demo/how-to-call.js';
import type { Held } from '../demo/start.js';
import { eventually, made, type Step } from '../journey.js';
import { globals } from '../options.js';
import { bold, day, dim, say, styled } from '../output.js';
import { story } from '../story.js';
import { tellTrace } from '../trace/tell.js';
import { readTimeline } from './timeline.js';

/** Days for which the demo asks what was so, in B's case and in the case that A tells of. */
const DAYS_OF_B = ['2022-02-03', '2022-02-08', '2022-02-28'];
const DAYS_OF_A = ['2021-10-19', '2021-10-20', '2022-02-28'];
/** What has to have reached A's timeline before it is told: the last that each service says of the case. */
const LAST_OF_A = ['LeadChanged', 'CaseProgrammeJoined', 'CarePlanReviewed', 'CounselGiven', 'ReferralAccepted'];

/** `accompany demo`: one girl's way through the network, and the end of a programme, played by their agencies over real services. */
export const demoCommand = (program: Command): void => {
  program
    .command('demo')
    .description(
      'start the network and play two accounts of such work, step by step: one child’s way through it, and the end of a programme',
    )
    .option('--once', 'stop afterwards and leave nothing behind')
    .option('--traces', 'show traces on a page as well, by Zipkin ($ACCOMPANY_ZIPKIN, else Docker, else Java 17 and Maven)')
    .action(async ({ once, traces: shown }: { once?: boolean; traces?: boolean }, command: Command) => {
      const { state: stateFile } = globals(command);
      const began = Date.now();
      const { startHeld, untilStopped, whereTraces } = await import('../demo/start.js');
      say(bold('Starting the network'));
      const place = once ? { fresh: true, stateFile: false as const } : stateFile === undefined ? {} : { stateFile };
      const network = await startHeld({ ...place, traces: whereTraces(shown) });
      try {
        say(dim(`  ${seconds(began)}`));
        const known = network.position ? [network.position] : [];
        const ofB = b.beginJourney(network.as, known);
        await play('Account B, February 2022: one girl’s way through the network', b.accountB, ofB);
        await tellB(network, ofB);
        const ofA = a.beginJourney(network.as, known);
        await play('Account A, October 2021: a programme ends', a.accountA, ofA);
        await tellA(network, made(ofA, 'storyCaseId'));
        await tellTrace(network, made(ofB, 'caseId'));
        say(dim(`\n${seconds(began)} from start to end`));
        if (!once) say(`\n${howToCall(network.state, made(ofB, 'caseId'))}\n${dim('\nThe network stays up; Ctrl-C stops it.')}`);
      } catch (error) {
        await network.stop();
        throw error;
      }
      await (once ? network.stop() : untilStopped(network));
    });
};

const play = async <Journey>(heading: string, steps: readonly Step<Journey>[], journey: Journey): Promise<void> => {
  say(`\n${bold(heading)}`);
  for (const { id, title, play } of steps) {
    const outcome = await play(journey).catch((error: unknown) => {
      say(`  ${styled('red', id.padEnd(4))}${title}`);
      throw error;
    });
    say(`  ${styled('green', id.padEnd(4))}${title}\n      ${dim(outcome)}`);
  }
};

const tellB = async (network: Held, journey: b.Journey): Promise<void> => {
  const caseId = made(journey, 'caseId');
  const aple = network.as('aple', 'aple-caseworker-1');
  for (const atLeastPosition of journey.seen.values()) {
    if (atLeastPosition.service !== 'directory') await aple.timeline.getTimeline({ caseId, pageSize: 1, atLeastPosition });
  }
  await tell('The timeline, as APLE sees it', aple, caseId, DAYS_OF_B);
};

const tellA = async (network: Held, caseId: string): Promise<void> => {
  const aple = network.as('aple', 'aple-caseworker-1');
  await eventually('the timeline of the case', async () => {
    const told = (await readTimeline(aple, caseId)).map(({ type }) => type.split('.').at(-1));
    return LAST_OF_A.every((one) => told.includes(one)) || undefined;
  });
  await tell('One of its cases, declined once and taken by APLE, as APLE sees it', aple, caseId, DAYS_OF_A);
};

const tell = async (heading: string, agency: Clients, caseId: string, days: readonly string[]): Promise<void> => {
  say(`\n${bold(heading)}  ${dim('times are UTC; rebuilt from the case log')}\n`);
  say(story(await readTimeline(agency, caseId)));
  for (const date of days) {
    const asOf = new Date(`${date}T23:59:59.999Z`);
    const answer = await agency.timeline.getCaseAsOf({ caseId, asOf });
    say(`\n${bold(`As it was on ${day(asOf)}`)}`);
    if (answer.case !== undefined) say(describeCase(answer.case));
  }
};

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
