import type { CaseLog, CheckedTopic } from '@accompany/runtime/case-log';
import type { Command } from 'commander';
import { EXIT, Failure } from '../exit.js';
import { readState } from '../network.js';
import { globals } from '../options.js';
import { say, sayJson, styled, table } from '../output.js';

type Given = { create?: boolean; kafka?: string };
type Wanted = { readonly name: string; readonly partitions: number };

/** `accompany topics`: the topics of the log, whether they keep every event in its order, and what to do if not. */
export const topicsCommand = (program: Command): void => {
  program
    .command('topics')
    .description("show the log's topics and check that no event can leave them; ends with 5 when one is not as it must be")
    .option('--create', 'create the topics that are missing')
    .option('--kafka <host:port>', 'this Kafka, with /<network> behind it on a shared one (default: the log of the running network)')
    .action(async ({ create = false, kafka }: Given, command: Command) => {
      const { json, state } = globals(command);
      const url = kafka === undefined ? caseLogOf(state) : `kafka://${kafka}`;
      const checked = await withLog(url, (log, wanted) => check(log, wanted, create));
      if (checked.some(({ faults }) => faults.length > 0)) process.exitCode = EXIT.unwell;
      if (json) return sayJson(checked);
      say(table(['topic', 'partitions', 'kept', 'compacted', 'replicas', 'in sync at least'], checked.map(row)));
      if (checked.some(({ found }) => found !== undefined && found.keeping === undefined))
        say('\nThe embedded log keeps every event for ever; its copies are those of its Postgres.');
      for (const { name, faults } of checked)
        for (const { message } of faults) say(`\n${styled('red', 'wrong')}  topic ${name} ${message}`);
    });
};

const caseLogOf = (stateFile: string | undefined): string => {
  const { caseLog } = readState(stateFile);
  if (caseLog === undefined)
    throw new Failure('the state file names no log. Name its Kafka: `accompany topics --kafka host:port`.', EXIT.usage);
  return caseLog;
};

const withLog = async <Result>(url: string, use: (log: CaseLog, wanted: readonly Wanted[]) => Promise<Result>): Promise<Result> => {
  const [{ openCaseLog }, { TOPICS }, { pino }] = await Promise.all([
    import('@accompany/runtime/case-log'),
    import('@accompany/runtime/topics'),
    import('pino'),
  ]);
  const log = await openCaseLog(url, { logger: pino({ level: 'silent' }), clientId: 'accompany-cli' });
  try {
    return await use(log, Object.values(TOPICS));
  } catch (error) {
    const server = url.replace(/^\w+:\/\/(?:.*@)?([^/?]*).*$/, '$1');
    const { message } = error as Error;
    throw new Failure(`the log at ${server} cannot be asked: ${message}. Is it running, and is this its address?`, EXIT.unreachable);
  } finally {
    await log.close();
  }
};

const check = async (log: CaseLog, wanted: readonly Wanted[], create: boolean): Promise<CheckedTopic[]> => {
  const before = await log.checkTopics(wanted);
  const missing = wanted.filter((_, index) => before[index]?.found === undefined);
  if (!create || missing.length === 0) return before;
  await log.ensureTopics(missing);
  return log.checkTopics(wanted);
};

const row = ({ name, found, faults }: CheckedTopic): (string | number)[] => {
  if (found === undefined) return [name, styled('red', 'missing'), '', '', '', ''];
  const { partitions, keeping } = found;
  const as = (setting: string, text: string | number): string =>
    styled(faults.some((fault) => fault.setting === setting) ? 'red' : 'green', String(text));
  if (keeping === undefined) return [name, as('partitions', partitions), 'for ever', 'no', '', ''];
  const kept = [
    ...(keeping.retentionMs === '-1' ? [] : [as('retention.ms', `for ${keeping.retentionMs} ms`)]),
    ...(keeping.retentionBytes === '-1' ? [] : [as('retention.bytes', `up to ${keeping.retentionBytes} bytes`)]),
  ];
  const compacted = as('cleanup.policy', keeping.cleanup === 'delete' ? 'no' : keeping.cleanup);
  return [
    name,
    as('partitions', partitions),
    kept.join(', ') || as('retention.ms', 'for ever'),
    compacted,
    keeping.replicas,
    keeping.minInSync,
  ];
};
