import { GetQuarantinedResponse, QuarantinedRecord } from '@accompany/contracts/intake/v1/service';
import type { Command } from 'commander';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { minute, say, sayJson, sayMessage, table } from '../output.js';

/** `accompany quarantine list|show`: records that an import set aside and that wait for a person. */
export const quarantineCommand = (program: Command): void => {
  const quarantine = program
    .command('quarantine')
    .description('records that an import set aside (as the agency that imported; default aple)');
  quarantine
    .command('list')
    .description('list them, oldest first')
    .action(async (_given: object, command: Command) => {
      const { json, ...options } = globals(command, 'aple');
      await withNetwork(options, async (network) => {
        const records: QuarantinedRecord[] = [];
        let pageToken = '';
        do {
          const page = await network.intake.listQuarantined({ pageSize: 200, pageToken });
          records.push(...page.records);
          pageToken = page.nextPageToken;
        } while (pageToken !== '');
        if (json) return sayJson(records.map((one) => QuarantinedRecord.toJSON(one)));
        const rows = records.map((one) => [
          one.quarantineId,
          minute(one.quarantinedAt),
          one.reason.replace(/_/g, ' '),
          `${one.externalReference?.system} ${one.externalReference?.id}`,
        ]);
        say(records.length === 0 ? 'nothing is set aside' : table(['id', 'since', 'reason', 'record'], rows));
      });
    });
  quarantine
    .command('show')
    .description('show one record as it came (personal data)')
    .argument('<id>', 'its id in quarantine')
    .action(async (quarantineId: string, _given: object, command: Command) => {
      await withNetwork(globals(command, 'aple'), async (network) =>
        sayMessage(GetQuarantinedResponse, await network.intake.getQuarantined({ quarantineId })),
      );
    });
};
