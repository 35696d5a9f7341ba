import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { RepublishEventsResponse } from '@accompany/contracts/operations/v1/repair_service';
import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, Failure } from '../exit.js';
import { globals } from '../options.js';
import { say, sayJson } from '../output.js';
import { operatorOption, type Repairing, withRepair } from '../repair.js';

type Given = { readonly from: number; readonly operator: string };

/** How often it is asked how far the service is, in milliseconds. */
const LOOK_MS = 200;

const HELP = `
For when the log lost all its data. Have every service send its events once more, from 0: from a later position on, whoever had not read
what comes before it never will. Until then a service sends nothing to the new log. The new log keeps the order of each service, not the
order among services: a timeline that is made from nothing afterwards may number its entries otherwise. Ended early, it goes on.`;

/** `accompany republish <service> --from POSITION`: after the log lost its data. */
export const republishCommand = (program: Command): void => {
  program
    .command('republish')
    .description('send a service’s events to the log once more, after it lost its data; whoever has seen them drops them')
    .argument('<service>', 'name of the service, for example referral')
    .requiredOption('--from <position>', 'send what comes after this position of its events; 0 = all', toPosition)
    .addOption(operatorOption())
    .addHelpText('after', HELP)
    .action(async (name: string, given: Given, command: Command) => {
      const { json, state } = globals(command);
      await withRepair(state, async (services) => {
        const service = services.find((one) => one.service === name);
        if (service === undefined)
          throw new Failure(`there is no service "${name}"; there are ${services.map((one) => one.service).join(', ')}.`, EXIT.usage);
        const { untilPosition } = await untilSent(service, given, json);
        const events = untilPosition - given.from;
        if (json) sayJson({ service: name, fromPosition: given.from, untilPosition, events });
        else if (events === 0) say(`${name} has no events after position ${given.from}: nothing was to be sent`);
        else say(`${name} has sent ${events} events once more, up to position ${untilPosition}`);
      });
    });
};

const toPosition = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a position, 0 or more.');
  return Number(text);
};

/** Asks again and again with the same request, which only the first time has anything done. */
const untilSent = async ({ client }: Repairing, { from, operator }: Given, quiet: boolean): Promise<RepublishEventsResponse> => {
  const request = { requestId: randomUUID(), occurredAt: new Date(), fromPosition: from, operator };
  const bar = new SingleBar({ format: '{bar} {value}/{total} events', hideCursor: true, stream: process.stderr, noTTYOutput: false });
  let now = await client.republishEvents(request);
  if (!quiet) bar.start(now.untilPosition - from, 0);
  try {
    while (!now.begun || now.relayedPosition < now.untilPosition) {
      await delay(LOOK_MS);
      now = await client.republishEvents(request);
      if (now.begun) bar.update(Math.min(now.relayedPosition, now.untilPosition) - from);
    }
    return now;
  } finally {
    bar.stop();
  }
};
