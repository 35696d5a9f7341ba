import { type Provided, provide, release } from '../provide.js';
import { startKeeper } from './keeper.js';

/** Where a network's traces go. */
export type Traces = {
  /** Where its services send them. */
  readonly endpoint: string;
  /** Where `accompany trace` finds them. */
  readonly address: string;
  /** The page that shows them. */
  readonly viewer?: string | undefined;
  stop(): Promise<void>;
};

/** Starts what keeps the traces of a network, and with `view` a Zipkin beside it. @throws Unavailable when Zipkin cannot be had */
export const startTraces = async (how: 'keep' | 'view'): Promise<Traces> => {
  const zipkin: Provided | undefined = how === 'view' ? await provide('zipkin', { lasting: false }) : undefined;
  const { endpoint, address, stop } = await startKeeper(zipkin?.address);
  return {
    endpoint,
    address,
    viewer: zipkin && `${zipkin.address}/zipkin/`,
    stop: async () => {
      stop();
      if (zipkin !== undefined) await release(zipkin);
    },
  };
};
