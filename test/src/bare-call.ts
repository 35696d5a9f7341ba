import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Channel, ChannelCredentials, ClientError, createChannel, createClientFactory, Metadata, Status } from 'nice-grpc';
import { errorDetailsClientMiddleware, RichClientError } from 'nice-grpc-error-details';
import type { AnyService, Rpc } from './contract.js';
import type { Harness } from './harness.js';

/** What came back from a call: `OK`, or what the error said. */
export type Answer = {
  readonly code: string;
  /** Reason and domain of each ErrorInfo. */
  readonly infos: readonly { readonly reason: string; readonly domain: string }[];
  readonly fields: readonly string[];
  readonly message: string;
};

export type BareCall = (service: AnyService, rpc: Rpc, request: object, metadata?: Record<string, string>) => Promise<Answer>;

const answerTo = (error: unknown): Answer => {
  if (!(error instanceof ClientError)) throw error;
  const details = error instanceof RichClientError ? error.extra : [];
  return {
    code: Status[error.code],
    infos: details.flatMap((one) => (one.$type === 'google.rpc.ErrorInfo' ? [{ reason: one.reason, domain: one.domain }] : [])),
    fields: details.flatMap((one) => (one.$type === 'google.rpc.BadRequest' ? one.fieldViolations.map(({ field }) => field) : [])),
    message: error.details,
  };
};

/** Calls without the client's help: nothing is filled in, nothing retried. `as` is the name of a certificate. */
export const bareCaller = ({ network }: Harness, as: string): { call: BareCall; close: () => void } => {
  const [ca, key, cert] = ['ca.pem', `${as}.key`, `${as}.pem`].map((file) => readFileSync(join(network.certificates, file)));
  const credentials = ChannelCredentials.createSsl(ca, key, cert);
  const channels = new Map<string, Channel>();
  const channelTo = (address: string): Channel => {
    const channel = channels.get(address) ?? createChannel(address, credentials);
    channels.set(address, channel);
    return channel;
  };
  const addressOf = ({ fullName }: AnyService): string => {
    // What several services serve is asked of one of them.
    const context =
      fullName
        .split('.')[1]
        ?.replace('legalaid', 'legal-aid')
        .replace(/^(operations|common)$/, 'referral') ?? '';
    return (network.services as Record<string, string>)[context] as string;
  };
  const call: BareCall = async (service, rpc, request, metadata = {}) => {
    const factory = createClientFactory().use(errorDetailsClientMiddleware);
    const client = factory.create(service as never, channelTo(addressOf(service))) as unknown as Record<
      string,
      (request: object, options: object) => unknown
    >;
    const options = { metadata: Metadata({ 'accompany-person': 'p1', ...metadata }), signal: AbortSignal.timeout(15_000) };
    try {
      const answer = client[rpc.key]?.(request, options);
      if (rpc.streams) for await (const _first of answer as AsyncIterable<unknown>) break;
      else await answer;
      return { code: 'OK', infos: [], fields: [], message: '' };
    } catch (error) {
      return answerTo(error);
    }
  };
  return {
    call,
    close: () => {
      for (const channel of channels.values()) channel.close();
    },
  };
};
