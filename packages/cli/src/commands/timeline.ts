import type { Network } from '@accompany/client';
import { GetCaseAsOfResponse } from '@accompany/contracts/timeline/v1/service';
import { TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import type { Command } from 'commander';
import { findCase, moment } from '../arguments.js';
import { describeCase } from '../case-as-of.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { bold, dayAndHour, dim, say, sayMessage } from '../output.js';
import { story } from '../story.js';

type Times = { asOf?: Date; knownAt?: Date };

/** `accompany timeline <case>`: what happened, as a story, and what was so. */
export const timelineCommand = (program: Command): void => {
  program
    .command('timeline')
    .description('tell the history of a case, and how it stands at a moment')
    .argument('<case>', 'id of the case, or its first letters')
    .option('--as-of <time>', 'what was so at this time (a day means its end)', moment)
    .option('--known-at <time>', 'as far as it was known at this time', moment)
    .action(async (given: string, times: Times, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        const caseId = await findCase(network, given);
        const [entries, answer] = [await readTimeline(network, caseId, times), await network.timeline.getCaseAsOf({ caseId, ...times })];
        if (json) return sayMessage(GetCaseAsOfResponse, answer, { entries: entries.map((entry) => TimelineEntry.toJSON(entry)) });
        say(`${bold(`Case ${caseId}`)}  ${dim('times are UTC')}`);
        say(`\n${entries.length === 0 ? '  nothing' : story(entries)}`);
        say(`\n${bold(heading(times))}`);
        if (answer.case !== undefined) say(describeCase(answer.case));
      });
    });
};

/** All entries of a timeline, page after page, with what happened elsewhere and belongs to its story. */
export const readTimeline = async (network: Network, caseId: string, times: Times = {}): Promise<TimelineEntry[]> => {
  const entries: TimelineEntry[] = [];
  let pageToken = '';
  do {
    const page = await network.timeline.getTimeline({ caseId, pageSize: 200, pageToken, ...times });
    entries.push(...page.entries, ...page.elsewhere);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return entries;
};

const heading = ({ asOf, knownAt }: Times): string =>
  `As it ${asOf ? `was on ${dayAndHour(asOf)}` : 'is now'}${knownAt ? `, as known on ${dayAndHour(knownAt)}` : ''}`;
