import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { type Coverage, Coverage as CoverageMessage } from '@accompany/contracts/timeline/v1/work_service';
import type { Command } from 'commander';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { duration, say, sayJson, styled, table, word } from '../output.js';

type Given = { province?: string; all?: boolean };

/** `accompany gaps`: needs without a service that could answer, by province and kind. */
export const gapsCommand = (program: Command): void => {
  program
    .command('gaps')
    .description('show where children need a service that the network does not have, or that has no free place')
    .option('--province <code>', 'only this province, two digits')
    .option('--all', 'also what is covered: all services with their places')
    .action(async ({ province = '', all = false }: Given, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        const { coverage } = await network.work.listCoverage({ province, gapsOnly: !all });
        if (json) return sayJson(coverage.map((line) => CoverageMessage.toJSON(line)));
        const head = ['province', 'service', 'offered', 'places', 'free', 'waiting', 'no service', 'no place', 'longest wait'];
        say(coverage.length === 0 ? 'no gaps' : table(head, coverage.map(row)));
        if (coverage.some(({ few }) => few)) say('\n–  fewer than five children; only services of the network read such numbers');
      });
    });
};

const row = (line: Coverage): (string | number)[] => {
  const told = (count: number): string => (line.few && count === 0 ? '–' : String(count));
  return [
    line.province || 'unknown',
    line.gap ? styled('red', word(ServiceCategory, line.category)) : word(ServiceCategory, line.category),
    line.services,
    line.places,
    line.freePlaces,
    told(line.needsWaiting),
    told(line.needsWithoutService),
    told(line.needsWithoutPlace),
    duration(line.longestWait),
  ];
};
