import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A collector of telemetry that can be frozen. */
export type Collector = {
  readonly endpoint: string;
  /** How many spans came so far. */
  readonly spans: () => Promise<number>;
  /** It hangs: connections stay, nothing is answered. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly stop: () => void;
};

/** Starts a collector in a process of its own. */
export const startCollector = async (): Promise<Collector> => {
  const child = fork(fileURLToPath(new URL('../dist/collector-main.js', import.meta.url)));
  const told = async <Message>(): Promise<Message> => {
    const [message] = await once(child, 'message');
    return message as Message;
  };
  const { endpoint } = await told<{ endpoint: string }>();
  return {
    endpoint,
    spans: async () => {
      child.send('spans?');
      return (await told<{ spans: number }>()).spans;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: () => void child.kill('SIGKILL'),
  };
};
