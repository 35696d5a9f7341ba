// The guard: a process of its own that ends what its starter began, once its starter is gone. See guarding.ts.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { GuardMessage, Held } from './guarding.js';
import { end } from './processes.js';

const held = new Map<number, Held>();

const finish = async (): Promise<void> => {
  const all = [...held.values()];
  const processes = all.flatMap((one) => (one.kind === 'process' ? [end(one, one.signal)] : []));
  const commands = all.flatMap((one) =>
    one.kind === 'command' ? [new Promise<void>((resolve) => execFile(one.command, one.args, () => resolve()))] : [],
  );
  await Promise.all([...processes, ...commands]);
  for (const one of all) if (one.kind === 'folder') await rm(one.path, { recursive: true, force: true, maxRetries: 5 });
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as GuardMessage;
  if ('hold' in message) held.set(message.hold, message.what);
  else held.delete(message.release);
}
await finish();
