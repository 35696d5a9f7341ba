import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refusal } from '@accompany/client';
import { type Server, startPostgres } from '@accompany/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { copiedFrom, storedIn } from './settled.js';

const run = promisify(execFile);
const DISK = '400m';
const MEGABYTE = Buffer.alloc(1024 * 1024, 1);
/** Commands on the full disk: what is allotted already takes some of them. */
const MOST = 5_000;
const REFUSED = 20;

let disk: string;
let postgres: Server;
let harness: Harness;
beforeAll(async () => {
  disk = await mkdtemp(join(tmpdir(), 'accompany-disk-'));
  // A disk of its own that may be filled: mounting it takes the rights of root.
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk]);
  const folder = join(disk, 'postgres');
  await mkdir(folder);
  postgres = await startPostgres({ folder });
  harness = await startHarness({ services: ['vault', 'directory', 'timeline'], postgres: postgres.address });
});
afterAll(async () => {
  await harness?.stop();
  await postgres?.stop();
  await run('umount', [disk]);
  await rm(disk, { recursive: true });
});

/** Writes until there is no space left. @returns the file */
const fillUp = async (): Promise<string> => {
  const name = join(disk, 'ballast');
  const file = await open(name, 'w');
  try {
    for (let piece: Buffer = MEGABYTE; piece.length > 0; ) {
      const written = await file.write(piece).then(
        ({ bytesWritten }) => bytesWritten,
        () => 0,
      );
      if (written < piece.length) piece = piece.subarray(0, Math.floor(piece.length / 2));
    }
  } finally {
    await file.close();
  }
  return name;
};

/** Postgres ends by itself where not even its own log finds space. */
const runs = (server: Server): boolean => {
  try {
    return process.kill(server.process().pid, 0);
  } catch {
    return false;
  }
};

const commandOf = (nr: number) => ({
  ...{ requestId: randomUUID(), occurredAt: new Date(), agencyId: `example-${nr}` },
  ...{ name: `Example ${'x'.repeat(150)}`, kinds: [1] },
});
type Sent = ReturnType<typeof commandOf>;
const send = (command: Sent): Promise<unknown> => harness.operator.directory.registerAgency(command, { retry: false });

/** Sends until enough were refused. @returns those that were answered, and those that were refused, by the code of the refusal */
const sendOnFullDisk = async (): Promise<{ answered: Sent[]; refused: Map<Sent, string> }> => {
  const answered: Sent[] = [];
  const refused = new Map<Sent, string>();
  for (let nr = 0; nr < MOST && refused.size < REFUSED; nr++) {
    const command = commandOf(nr);
    await send(command).then(
      () => answered.push(command),
      (error: unknown) => refused.set(command, refusal(error)?.code ?? String(error)),
    );
  }
  return { answered, refused };
};

test('the disk of Postgres is full: commands are refused as unavailable, none that was answered is lost, and all goes on with space', async () => {
  await send(commandOf(MOST));
  const ballast = await fillUp();
  const { answered, refused } = await sendOnFullDisk();
  expect(refused.size).toBe(REFUSED);
  expect(new Set(refused.values())).toEqual(new Set(['UNAVAILABLE']));

  await rm(ballast);
  if (!runs(postgres)) await postgres.restart();
  for (const command of [...refused.keys(), ...answered]) await eventually('it is answered', () => send(command).then(() => true), 60_000);

  const { rows } = await harness
    .db('directory')
    .query("select metadata::json ->> 'correlation' as request from events where topic = 'network' and stream like 'agency-example-%'");
  const requests = rows.map(({ request }) => request);
  expect(new Set(requests).size).toBe(requests.length);
  for (const { requestId } of [...answered, ...refused.keys()]) expect(requests).toContain(requestId);
  await eventually('the timeline has all of it', async () => {
    expect(await copiedFrom(harness, 'directory')).toEqual(await storedIn(harness, 'directory'));
    return true;
  });
  expect(harness.deaths).toEqual([]);
}, 180_000);
