import { connectTo, refusal } from '@accompany/client';
import { type ParkedStanding, RepairServiceDefinition, type SetAsideRecord } from '@accompany/contracts/operations/v1/repair_service';
import { Option } from 'commander';
import type { Client } from 'nice-grpc';
import { EXIT, Failure, isAway } from './exit.js';
import { certificateOf, readState } from './network.js';

/** A service as an operator repairs it. */
export type Repairing = { readonly service: string; readonly client: Client<RepairServiceDefinition, { deadline?: number }> };

/** What is parked in a service. */
export type ParkedThere = ParkedStanding & { readonly at: Repairing };

/** A record that a service set aside. */
export type SetAsideThere = SetAsideRecord & { readonly at: Repairing };

const connectToRepair = (address: string, certificates: string): Pick<Repairing, 'client'> & { close: () => void } =>
  connectTo(RepairServiceDefinition, address, { certificate: certificateOf(certificates, 'operator'), person: 'operator-person-1' });

/** Connects to all services of the network, does the work, and closes the connections whatever happens. */
export const withRepair = async <Result>(
  stateFile: string | undefined,
  work: (services: readonly Repairing[]) => Promise<Result>,
): Promise<Result> => {
  const { services, certificates } = readState(stateFile);
  const connected = Object.entries(services).map(([service, address]) => ({ service, ...connectToRepair(address, certificates) }));
  try {
    return await work(connected);
  } finally {
    for (const { close } of connected) close();
  }
};

/** All that is parked and set aside, service by service; those that do not answer are named. */
export const listParked = async (services: readonly Repairing[]) => {
  const cases: ParkedThere[] = [];
  const setAside: SetAsideThere[] = [];
  const away: string[] = [];
  for (const at of services)
    try {
      let pageToken = '';
      do {
        const page = await at.client.listParked({ pageSize: 200, pageToken });
        cases.push(...page.cases.map((one) => ({ ...one, at })));
        setAside.push(...page.setAside.map((one) => ({ ...one, at })));
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    } catch (error) {
      const answer = refusal(error);
      if (answer === undefined || !isAway(answer)) throw error;
      away.push(at.service);
    }
  return { cases, setAside, away };
};

/** Where a record of the log lies, as it is named on the command line: `case-events.v1/3/17`. */
export const placeOf = ({ topic, partition, offset }: SetAsideRecord): string => `${topic}/${partition}/${offset}`;

/** Who repairs. */
export const operatorOption = (): Option =>
  new Option('--operator <id>', 'your opaque id, never a name: it is kept with what you decide')
    .env('ACCOMPANY_OPERATOR')
    .default('operator-person-1');

/** Where to look for a case. */
export type Where = { readonly service?: string; readonly consumer?: string };

/** What is parked of one case, by its id or how it begins. */
export const matching = (cases: readonly ParkedThere[], text: string, { service, consumer }: Where): ParkedThere[] => {
  const begins = cases.filter(({ caseId }) => caseId.startsWith(text));
  if (new Set(begins.map(({ caseId }) => caseId)).size > 1 && !begins.some(({ caseId }) => caseId === text))
    throw new Failure(`"${text}" begins the ids of several parked cases; give more of it.`, EXIT.usage);
  const ofCase = begins.some(({ caseId }) => caseId === text) ? begins.filter(({ caseId }) => caseId === text) : begins;
  const found = ofCase.filter((one) => (service ?? one.at.service) === one.at.service && (consumer ?? one.consumer) === one.consumer);
  if (found.length === 0) throw new Failure(`nothing is parked of a case "${text}" there. \`accompany parked list\` tells what is.`);
  return found;
};

/** These, if the same event stands in the way of all: what is decided of one event is decided of no other. */
export const alike = (found: readonly ParkedThere[]): readonly ParkedThere[] => {
  if (new Set(found.map(({ failed }) => failed?.eventId)).size === 1) return found;
  const names = found.map(({ at, consumer }) => `--service ${at.service} --consumer ${consumer}`).join(', or ');
  throw new Failure(`different events stand in the way, and each is decided apart: say ${names}.`, EXIT.usage);
};
