import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { CaseStatus, CaseSummary } from '@accompany/contracts/timeline/v1/types';
import type { Command } from 'commander';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { minute, say, sayJson, table, word } from '../output.js';

/** `accompany cases`: the cases that the caller may see, one line each. */
export const casesCommand = (program: Command): void => {
  program
    .command('cases')
    .description('list the cases that the caller takes part in (the operator: all)')
    .action(async (_given: object, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        const cases: CaseSummary[] = [];
        let pageToken = '';
        do {
          const page = await network.timeline.listCases({ pageSize: 200, pageToken });
          cases.push(...page.cases);
          pageToken = page.nextPageToken;
        } while (pageToken !== '');
        if (json) return sayJson(cases.map((one) => CaseSummary.toJSON(one)));
        const rows = cases.map((one) => [
          one.caseId,
          word(CaseStatus, one.status),
          one.leadAgency,
          word(RiskLevel, one.risk),
          one.openThreats,
          one.openReferrals,
          one.unmetNeeds,
          minute(one.lastOccurredAt),
        ]);
        say(cases.length === 0 ? 'no cases' : table(['case', 'status', 'lead', 'risk', 'threats', 'referrals', 'needs', 'last'], rows));
      });
    });
};
