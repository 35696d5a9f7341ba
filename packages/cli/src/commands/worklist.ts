import type { Network } from '@accompany/client';
import { ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { WorkItem, WorkKind } from '@accompany/contracts/timeline/v1/work_service';
import type { Command } from 'commander';
import { EXIT, Failure } from '../exit.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { minute, say, sayJson, styled, table, word } from '../output.js';

type Given = { agency?: string[]; overdue?: boolean; caseworker?: string };

/** `accompany worklist`: what waits for an agency, the most urgent first. */
export const worklistCommand = (program: Command): void => {
  program
    .command('worklist')
    .description('list what waits for the caller (the operator: for the agencies named), the most urgent first')
    .option('--agency <id...>', 'for these agencies')
    .option('--overdue', 'only what is overdue')
    .option('--caseworker <id>', 'only cases of this caseworker')
    .action(async (given: Given, command: Command) => {
      const { json, ...options } = globals(command);
      if (options.as === 'operator' && given.agency === undefined)
        throw new Failure('say whose worklist: `--agency <id>`, or `--as <agency>` for its own.', EXIT.usage);
      await withNetwork(options, async (network) => {
        const items: WorkItem[] = [];
        for (const agency of given.agency ?? ['']) items.push(...(await readItems(network, agency, given)));
        if (json) return sayJson(items.map((item) => WorkItem.toJSON(item)));
        const rows = items.map((item) => [
          word(Urgency, item.urgency),
          item.overdue ? styled('red', `${minute(item.dueAt)} overdue`) : minute(item.dueAt),
          item.agency,
          word(WorkKind, item.kind),
          item.counterpart,
          item.category === 0 ? '' : word(ServiceCategory, item.category),
          item.caseId,
        ]);
        say(items.length === 0 ? 'nothing waits' : table(['urgency', 'due', 'agency', 'what', 'with', 'for', 'case'], rows));
      });
    });
};

const readItems = async (network: Network, agency: string, { overdue = false, caseworker = '' }: Given): Promise<WorkItem[]> => {
  const items: WorkItem[] = [];
  let pageToken = '';
  do {
    const page = await network.work.getWorklist({ agency, overdueOnly: overdue, caseworker, pageSize: 200, pageToken });
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return items;
};
