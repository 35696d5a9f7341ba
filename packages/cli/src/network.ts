import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Network } from '@accompany/client';
import { networkFile } from '@accompany/local/folders';
import * as z from 'zod';
import { EXIT, Failure } from './exit.js';

const stateOf = z.looseObject({
  services: z.record(z.string(), z.string()),
  certificates: z.string(),
  caseLog: z.string().optional(),
  postgres: z.string().optional(),
  traces: z.string().optional(),
  viewer: z.string().optional(),
});

/** What a running network wrote down about itself: where its services are and where the development certificates lie. */
export type NetworkState = z.infer<typeof stateOf>;

/** Reads the state file of a running network. */
export const readState = (file = networkFile()): NetworkState => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Failure(`no network is known here (${file} is not there). Start one with \`accompany up\`.`, EXIT.unreachable);
  }
  try {
    return stateOf.parse(JSON.parse(text));
  } catch {
    throw new Failure(
      `${file} does not describe a network. Stop what wrote it, remove it, and start with \`accompany up\`.`,
      EXIT.unreachable,
    );
  }
};

/** Paths of the development certificate of an agency, or of the operator. */
export const certificateOf = (folder: string, who: string) => {
  const name = who === 'operator' ? 'svc-operator' : `agency-${who}`;
  return { ca: join(folder, 'ca.pem'), cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
};

/** Connects as an agency, or as the operator, with the development certificates of the network. */
export const connectAs = (state: NetworkState, who: string, person = `${who}-person-1`): Network => {
  try {
    return connect({ services: state.services, certificate: certificateOf(state.certificates, who), person });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    throw new Failure(`there is no development certificate for "${who}" in ${state.certificates}`, EXIT.usage);
  }
};

/** Connects, does the work, and closes the connections whatever happens. */
export const withNetwork = async <Result>(
  options: { state?: string; as: string },
  work: (network: Network, state: NetworkState) => Promise<Result>,
): Promise<Result> => {
  const state = readState(options.state);
  const network = connectAs(state, options.as);
  try {
    return await work(network, state);
  } finally {
    network.close();
  }
};
