import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { GetReferralFunnelResponse } from '@accompany/contracts/timeline/v1/work_service';
import type { Command } from 'commander';
import { moment } from '../arguments.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { duration, say, sayMessage, table, word } from '../output.js';

type Given = { from?: Date; until?: Date; province?: string; sender?: string; receiver?: string };

/** `accompany funnel`: how far referrals came, and how long each step took. */
export const funnelCommand = (program: Command): void => {
  program
    .command('funnel')
    .description('show how far referrals came and how long each step took (an agency: those that it sent or received)')
    .option('--from <time>', 'only those sent at or after this time', moment)
    .option('--until <time>', 'only those sent before this time', moment)
    .option('--province <code>', 'only of children in this province, two digits')
    .option('--sender <agency>', 'only those that this agency sent')
    .option('--receiver <agency>', 'only those that this agency received')
    .action(async ({ from, until, ...given }: Given, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        const answer = await network.work.getReferralFunnel({ ...given, sentFrom: from, sentUntil: until });
        if (json) return sayMessage(GetReferralFunnelResponse, answer);
        const rows = answer.steps.map((step) => [
          word(ReferralStatus, step.stage),
          step.referrals,
          duration(step.median),
          duration(step.ninthDecile),
        ]);
        say(table(['stage', 'referrals', 'half took at most', 'nine of ten'], rows));
        say(`\n${answer.overdue} were overdue, ${answer.unanswered} wait for an answer`);
      });
    });
};
