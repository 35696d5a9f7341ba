import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Network } from '@accompany/client';
import { GetHandoverResponse, TransferList } from '@accompany/contracts/referral/v1/handover_service';
import {
  DifferenceReason,
  HandoverItemStatus,
  HandoverReason,
  HandoverStatus,
  TotalsSubject,
  TransferRelation,
  TransferStatus,
} from '@accompany/contracts/referral/v1/handover_types';
import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { v5 as uuidv5 } from 'uuid';
import { EXIT, Failure } from '../exit.js';
import { difference, enumValue, type HandoverFile, readHandoverFile } from '../handover/file.js';
import { forEach, offerHandover } from '../handover/offer.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { bold, dim, minute, say, sayJson, styled, table, word } from '../output.js';

type Explained = HandoverFile['differences'][number];
type Given = { reason?: HandoverReason; total?: number; direct?: number; remote?: number; explain?: Explained[] };

/** `accompany handover offer|show|accept|release`: many cases from one agency to others. */
export const handoverCommand = (program: Command): void => {
  const handover = program.command('handover').description('hand many cases over to other agencies, and answer case by case');

  handover
    .command('offer')
    .description(
      'offer the cases of a file to their receivers, as the agency that gives them (--as); the same file again goes on where it broke off',
    )
    .argument('<file>', 'CSV with case_id, receiver, relation (lead or monitor), or JSON with reason, declared, differences, items')
    .addOption(new Option('--reason <reason>', 'programme_end, office_closure, relocation or capacity').argParser(reasonOf))
    .option('--total <n>', 'all cases by your own count (default: as listed)', count)
    .option('--direct <n>', 'of these, cases that you lead (default: as listed)', count)
    .option('--remote <n>', 'of these, cases that you monitor (default: as listed)', count)
    .option('--explain <subject:reason:n>', 'why numbers differ, for example total:closed:2; may be repeated', explained, [])
    .action(async (file: string, given: Given, command: Command) => {
      const { json, ...options } = agencyOf(command);
      const text = read(file);
      const wanted = wantedOf(readHandoverFile(text), given);
      const digest = createHash('sha256')
        .update(JSON.stringify([options.as, text, wanted.reason, wanted.declared]))
        .digest('hex');
      const list = { requestId: uuidv5(digest, LISTS), listedAt: statSync(file).mtime };
      await withNetwork(options, async (network) => {
        const offered = await withBar(json, 'offered', (progress) => offerHandover(network, { ...list, ...wanted }, progress));
        report(offered, json);
      });
    });

  handover
    .command('show')
    .description('show a handover with its numbers: its giver sees all of it, a receiver what is offered to it')
    .argument('<handover>', 'id of the handover')
    .option('--items', 'each case too')
    .action(async (handoverId: string, given: { items?: boolean }, command: Command) => {
      const { json, ...options } = agencyOf(command);
      await withNetwork(options, async (network) => report(await network.handover.getHandover({ handoverId }), json, given.items));
    });

  handover
    .command('accept')
    .description('take every case of a handover that is offered to you (--as); decline single ones before')
    .argument('<handover>', 'id of the handover')
    .action((handoverId: string, _given: object, command: Command) =>
      each(
        command,
        handoverId,
        'accepted',
        TransferList.TRANSFER_LIST_TO_ANSWER,
        TransferStatus.TRANSFER_STATUS_OFFERED,
        (network, transferId) => network.handover.acceptTransfer({ transferId }),
      ),
    );

  handover
    .command('release')
    .description(
      'let go of every case of a handover that was accepted, as the agency that gives (--as): from then on its receiver is responsible',
    )
    .argument('<handover>', 'id of the handover')
    .action((handoverId: string, _given: object, command: Command) =>
      each(
        command,
        handoverId,
        'released',
        TransferList.TRANSFER_LIST_GIVEN,
        TransferStatus.TRANSFER_STATUS_ACCEPTED,
        (network, transferId) => network.handover.releaseTransfer({ transferId }),
      ),
    );
};

const LISTS = 'a3a9f1de-5d0c-5c3b-9a55-7e1b8a0c6f42';

const agencyOf = (command: Command) => {
  const options = globals(command);
  if (options.as === 'operator') throw new Failure('a handover is between agencies: --as <agency>', EXIT.usage);
  return options;
};

const reasonOf = (text: string): HandoverReason => {
  const reason = enumValue(HandoverReason, text);
  if (reason === undefined) throw new InvalidArgumentError('expected programme_end, office_closure, relocation or capacity.');
  return reason;
};

const count = (text: string): number => {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('expected a number of cases.');
  return Number(text);
};

const explained = (text: string, before: Explained[]): Explained[] => {
  const [subject, reason, cases] = text.split(':');
  const read = difference.safeParse({ subject, reason, cases: Number(cases) });
  if (!read.success)
    throw new InvalidArgumentError(`expected subject:reason:number, for example total:closed:2 (${read.error.issues[0]?.message}).`);
  return [...before, read.data];
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`, EXIT.fileRefused);
  }
};

/** What is declared on the command line counts before what the file says; what nobody declares is what is listed. */
const wantedOf = (file: HandoverFile, given: Given) => {
  const reason = given.reason ?? file.reason;
  if (reason === undefined) throw new Failure('say why the cases are handed over: --reason', EXIT.usage);
  const listed = file.items.filter(({ relation }) => relation === TransferRelation.TRANSFER_RELATION_LEAD).length;
  const direct = given.direct ?? file.declared?.direct ?? listed;
  const remote = given.remote ?? file.declared?.remote ?? file.items.length - listed;
  const total = given.total ?? file.declared?.total ?? direct + remote;
  const differences = given.explain !== undefined && given.explain.length > 0 ? given.explain : file.differences;
  return { reason, declared: { total, direct, remote }, differences, items: file.items };
};

const withBar = async <Result>(
  json: boolean,
  what: string,
  work: (progress: (done: number, of: number) => void) => Promise<Result>,
): Promise<Result> => {
  const bar = new SingleBar({ format: `{bar} {value}/{total} ${what}`, hideCursor: true, clearOnComplete: true, stream: process.stderr });
  let begun = false;
  try {
    return await work((done, of) => {
      if (json || of < 20) return;
      if (begun) bar.update(done);
      else bar.start(of, done);
      begun = true;
    });
  } finally {
    bar.stop();
  }
};

const each = async (
  command: Command,
  handoverId: string,
  what: string,
  list: TransferList,
  status: TransferStatus,
  carryOut: (network: Network, transferId: string) => Promise<unknown>,
): Promise<void> => {
  const { json, ...options } = agencyOf(command);
  await withNetwork(options, async (network) => {
    const cases = await withBar(json, what, (progress) =>
      forEach(
        network,
        { handoverId, list },
        (one) => one.status === status,
        (transferId) => carryOut(network, transferId),
        progress,
      ),
    );
    if (json) sayJson({ handoverId, [what]: cases });
    else say(`${cases} ${cases === 1 ? 'case' : 'cases'} ${what}`);
  });
};

const report = (handover: GetHandoverResponse, json: boolean, items = false): void => {
  if (json) {
    sayJson(GetHandoverResponse.toJSON(handover));
    return;
  }
  const { handoverId, giver, reason, status, dueBy, receivers, checks, differences } = handover;
  say(
    `${bold(handoverId)}  ${word(HandoverStatus, status)}  by ${giver}, ${word(HandoverReason, reason)}${dueBy ? `, answers due ${minute(dueBy)}` : ''}`,
  );
  say(table(HEAD, [...receivers.map((one) => [one.receiver, ...numbersOf(one)]), ['together', ...sumOf(receivers.map(numbersOf))]]));
  for (const check of checks) {
    const parts = differences
      .filter(({ subject }) => subject === check.subject)
      .map((one) => `${one.cases} ${word(DifferenceReason, one.reason)}`);
    const why = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
    const left = check.reconciled ? styled('green', 'agrees') : styled('red', `${check.difference - check.explained} not explained`);
    say(`${word(TotalsSubject, check.subject)}: declared ${check.declared} = ${check.counted} + ${check.difference}${why}, ${left}`);
  }
  if (handover.transfers < handover.items.length && dueBy !== undefined)
    say(dim(`${handover.transfers} of ${handover.items.length} offers are made; the others follow`));
  if (!items) return;
  const rows = handover.items.map((one) => [
    one.caseId,
    one.receiver,
    word(TransferRelation, one.relation),
    word(HandoverItemStatus, one.status),
    one.transferId,
  ]);
  say(`\n${table(['case', 'receiver', 'relation', 'status', 'transfer'], rows)}`);
};

const HEAD = ['receiver', 'cases', 'direct', 'remote', 'offered', 'accepted', 'unsettled', 'released', 'kept'];

const numbersOf = (one: GetHandoverResponse['receivers'][number]): number[] => {
  const { total, direct, remote, offered, accepted, unsettled, released, kept } = one;
  return [total, direct, remote, offered, accepted, unsettled, released, kept];
};

const sumOf = (rows: readonly number[][]): number[] =>
  HEAD.slice(1).map((_, index) => rows.reduce((sum, row) => sum + (row[index] ?? 0), 0));
