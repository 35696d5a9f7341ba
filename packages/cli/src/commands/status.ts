import { readFileSync } from 'node:fs';
import { GetStatusResponse, OperationsServiceDefinition } from '@accompany/contracts/operations/v1/service';
import type { Command } from 'commander';
import { ChannelCredentials, createChannel, createClient } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';
import { EXIT } from '../exit.js';
import { certificateOf, type NetworkState, readState } from '../network.js';
import { globals } from '../options.js';
import { say, sayJson, styled, table } from '../output.js';

type Standing = {
  readonly service: string;
  readonly address: string;
  readonly health: string;
  readonly status?: GetStatusResponse | undefined;
};

/** `accompany status`: every service with its health, what it has not sent and not read yet, and what is parked. */
export const statusCommand = (program: Command): void => {
  program
    .command('status')
    .description('show services, their health, lag, and parked cases')
    .action(async (_given: object, command: Command) => {
      const { json, state: file } = globals(command);
      const state = readState(file);
      const standings = await Promise.all(Object.entries(state.services).map(([service, address]) => standing(state, service, address)));
      if (standings.some(({ health }) => health !== 'serving')) process.exitCode = EXIT.unreachable;
      if (json) return sayJson(standings.map(({ status, ...rest }) => ({ ...rest, status: status && GetStatusResponse.toJSON(status) })));
      say(table(['service', 'address', 'health', 'events', 'to send', 'to read', 'timers', 'parked'], standings.map(row)));
      const parked = standings.flatMap(({ service, status }) => (status?.parked ?? []).map((one) => ({ service, ...one })));
      if (parked.length === 0) return;
      say('\nparked: these cases wait for a person');
      say(
        table(
          ['service', 'consumer', 'case', 'event', 'waiting', 'error'],
          parked.map((one) => [one.service, one.consumer, one.caseId, `${one.source} ${one.position}`, one.waiting, one.error]),
        ),
      );
    });
};

const row = ({ service, address, health, status }: Standing): (string | number)[] => {
  const shown = styled(health === 'serving' ? 'green' : 'red', health);
  if (status === undefined) return [service, address, shown, '', '', '', '', ''];
  const toRead = status.lags.reduce((sum, { events }) => sum + events, 0);
  const toSend = status.headPosition - status.relayedPosition;
  return [service, address, shown, status.headPosition, toSend, toRead, status.timersWaiting + status.timersOverdue, status.parked.length];
};

const standing = async (state: NetworkState, service: string, address: string): Promise<Standing> => {
  const { ca, cert, key } = certificateOf(state.certificates, 'operator');
  const channel = createChannel(address, ChannelCredentials.createSsl(readFileSync(ca), readFileSync(key), readFileSync(cert)));
  const signal = AbortSignal.timeout(3000);
  try {
    const { status } = await createClient(HealthDefinition, channel).check({ service: '' }, { signal });
    const health = status === 1 ? 'serving' : 'not serving';
    const operations = createClient(OperationsServiceDefinition, channel);
    return { service, address, health, status: await operations.getStatus({}, { signal }).catch(() => undefined) };
  } catch {
    return { service, address, health: 'away' };
  } finally {
    channel.close();
  }
};
