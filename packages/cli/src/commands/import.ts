import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { EXIT, Failure } from '../exit.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { type Imported, importOscar } from '../oscar/import.js';
import { summaryOf } from '../oscar/summary.js';
import { bold, dim, say, sayJson, styled, table } from '../output.js';

/** `accompany import oscar <file>`: takes referrals of another system in. */
export const importCommand = (program: Command): void => {
  program
    .command('import')
    .description('take records of another system in')
    .command('oscar')
    .description('take referrals of OSCaR in (one client, a list, or a bridge state), as the agency that receives them (default aple)')
    .argument('<file>', 'JSON file')
    .action(async (file: string, _given: object, command: Command) => {
      const { json, ...options } = globals(command, 'aple');
      if (options.as === 'operator')
        throw new Failure('an import is made by the agency that receives the referrals: --as <agency>', EXIT.usage);
      const text = read(file);
      await withNetwork(options, async (network) => {
        const bar = new SingleBar({
          format: '{bar} {value}/{total} records',
          hideCursor: true,
          clearOnComplete: true,
          stream: process.stderr,
        });
        const progress = (done: number, of: number): void => {
          if (json || of < 20) return;
          if (done === 0) bar.start(of, 0);
          else bar.update(done);
        };
        const fingerprint = `file ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
        try {
          const records = await importOscar(text, { network, receiver: options.as, now: new Date(), file: fingerprint, progress });
          bar.stop();
          report(file, records, json);
        } finally {
          bar.stop();
        }
      });
    });
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`, EXIT.fileRefused);
  }
};

const report = (file: string, records: readonly Imported[], json: boolean): void => {
  const summary = summaryOf(records);
  if (json) {
    sayJson({ file, ...summary, records });
    return;
  }
  const rows = records.map((record) => [record.line, record.id, outcome(record), details(record)]);
  say(table(['line', 'record', '', ''], rows));
  const { read: all, applied, alreadyKnown, quarantined } = summary;
  say(`\n${bold(`read ${all} = applied ${applied} + already known ${alreadyKnown} + quarantined ${quarantined}`)}`);
  for (const [reason, count] of Object.entries(summary.reasons)) say(`  quarantined ${count}: ${reason.replace(/_/g, ' ')}`);
  if (summary.quarantinedBefore > 0)
    say(dim(`  ${summary.quarantinedBefore} of them were in quarantine before; nothing was added for them`));
  if (applied > 0) say(dim('  `accompany timeline <case>` tells what came in; `accompany quarantine list` what waits'));
};

const outcome = ({ outcome }: Imported): string =>
  styled(outcome === 'applied' ? 'green' : outcome === 'quarantined' ? 'yellow' : 'dim', outcome);

const details = (record: Imported): string => {
  if (record.outcome === 'quarantined') return `${record.reason.replace(/_/g, ' ')}: ${record.detail}`;
  if (record.caseId === undefined) return 'the same record stands earlier in the file';
  const open =
    record.ambiguities.length === 0 ? '' : `; ambiguous: ${record.ambiguities.map((code) => code.replace(/_/g, ' ')).join(', ')}`;
  return `case ${record.caseId}${open}`;
};
