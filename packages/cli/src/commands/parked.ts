import { GetParkedResponse } from '@accompany/contracts/operations/v1/repair_service';
import { SkipReason } from '@accompany/contracts/operations/v1/types';
import { type Command, Option } from 'commander';
import { EXIT, Failure } from '../exit.js';
import { globals } from '../options.js';
import { say, sayJson } from '../output.js';
import { caseJson, type Done, recordJson, sayAll, sayCase, sayDone } from '../parked.js';
import {
  alike,
  listParked,
  matching,
  operatorOption,
  type ParkedThere,
  placeOf,
  type SetAsideThere,
  type Where,
  withRepair,
} from '../repair.js';

type By = { readonly operator: string };
type Why = { readonly reason: keyof typeof REASONS; readonly ticket: string };

const REASONS = {
  unreadable: SkipReason.SKIP_REASON_UNREADABLE,
  'done-otherwise': SkipReason.SKIP_REASON_DONE_OTHERWISE,
  'no-longer-applies': SkipReason.SKIP_REASON_NO_LONGER_APPLIES,
  'not-ours': SkipReason.SKIP_REASON_NOT_OURS,
  defect: SkipReason.SKIP_REASON_DEFECT,
} as const;

const service = (): Option => new Option('--service <name>', 'only in this service');
const consumer = (): Option => new Option('--consumer <name>', 'only for this consumer of it');

/** `accompany parked list|show|resume|skip`: cases that a service cannot go on with, and records that are not ours. */
export const parkedCommand = (program: Command): void => {
  const parked = program.command('parked').description('cases that a service cannot go on with, and records of the log that are not ours');

  parked
    .command('list')
    .description('list them, with the event and the error that stand in the way')
    .action(async (_given: object, command: Command) => {
      const { json, state } = globals(command);
      await withRepair(state, async (services) => {
        const { cases, setAside, away } = await listParked(services);
        if (json) sayJson({ cases: cases.map(caseJson), setAside: setAside.map(recordJson), away });
        else sayAll(cases, setAside, away);
        if (away.length > 0) process.exitCode = EXIT.unreachable;
      });
    });

  parked
    .command('show')
    .description('show the event that failed and those that wait behind it; nothing of what they hold')
    .argument('<case>', 'id of the case, or how it begins')
    .addOption(service())
    .addOption(consumer())
    .action(async (text: string, given: Where, command: Command) => {
      const { json, state } = globals(command);
      await withRepair(state, async (services) => {
        const found = matching((await listParked(services)).cases, text, given);
        const shown = await Promise.all(
          found.map(async ({ at, consumer, caseId }) => ({ service: at.service, ...(await at.client.getParked({ consumer, caseId })) })),
        );
        if (json) return sayJson(shown.map(({ service, ...one }) => ({ service, ...(GetParkedResponse.toJSON(one) as object) })));
        for (const one of shown) sayCase(one);
      });
    });

  parked
    .command('resume')
    .description('handle again what is parked, in order; what fails again stays parked')
    .argument('<case>', 'id of the case, or how it begins')
    .addOption(service())
    .addOption(consumer())
    .addOption(operatorOption())
    .action(async (text: string, given: Where & By, command: Command) => {
      const { json, state } = globals(command);
      await withRepair(state, async (services) => {
        const found = matching((await listParked(services)).cases, text, given);
        const done: Done[] = [];
        for (const one of found) done.push({ one, replayed: (await one.at.client.resumeParked(aboutOf(one, given), PATIENCE)).replayed });
        sayDone(done, json);
      });
    });

  parked
    .command('skip')
    .description(
      'pass over the one event that failed, wherever it did, or leave out a record that is not ours, and say why: it is written into the history',
    )
    .argument('<case-or-record>', 'id of the case, or how it begins; a record as `parked list` names it')
    .addOption(
      new Option('--reason <reason>', 'why: a code, because agencies read it and free text may name a child')
        .choices(Object.keys(REASONS))
        .makeOptionMandatory(),
    )
    .option('--ticket <reference>', 'where more is written of it, for example the number of a ticket', '')
    .addOption(service())
    .addOption(consumer())
    .addOption(operatorOption())
    .action(async (text: string, given: Where & By & Why, command: Command) => {
      const { json, state } = globals(command);
      const why = { reason: REASONS[given.reason], ticket: given.ticket, operator: given.operator };
      await withRepair(state, async (services) => {
        const { cases, setAside } = await listParked(services);
        if (text.includes('/')) return leaveOut(setAside, text, given, why, json);
        const done: Done[] = [];
        for (const one of alike(matching(cases, text, given)))
          done.push({ one, replayed: (await one.at.client.skipParked({ ...aboutOf(one, given), ...why }, PATIENCE)).replayed });
        sayDone(done, json);
      });
    });
};

/** Thousands of events may wait. */
const PATIENCE = { deadline: 10 * 60_000 };

const aboutOf = ({ consumer, caseId, failed }: ParkedThere, { operator }: By) => ({
  ...{ consumer, caseId, operator },
  eventId: failed?.eventId ?? '',
});

type Reasoned = { readonly reason: SkipReason; readonly ticket: string; readonly operator: string };

/** Each service that reads the topic has set the record aside; looked at once, it is left out by all of them. */
const leaveOut = async (setAside: readonly SetAsideThere[], text: string, { service }: Where, why: Reasoned, json: boolean) => {
  const found = setAside.filter((one) => placeOf(one) === text && (service ?? one.at.service) === one.at.service);
  if (found.length === 0) throw new Failure(`no record ${text} is set aside there. \`accompany parked list\` tells which are.`);
  for (const { at, topic, partition, offset } of found) await at.client.acknowledgeRecord({ topic, partition, offset, ...why });
  const services = found.map(({ at }) => at.service);
  if (json) return sayJson({ leftOut: text, services });
  say(`${text} is left out by ${services.join(', ')}`);
};
