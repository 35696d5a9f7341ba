import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackedByApt } from './apt.js';
import { cacheFolder, throwawayFolder } from './folders.js';
import { freePort } from './ports.js';
import { run, type Server, type StartOptions } from './server.js';
import { fillOnce, find, runTool, tell } from './tools.js';
import { Unavailable } from './unavailable.js';

const version = 'v2.12.1';

const built = async (): Promise<string> => {
  const go = find('go');
  if (go === undefined) throw new Unavailable('no go in PATH');
  const folder = join(cacheFolder(), `nats-${version}`);
  if (!existsSync(folder)) {
    tell(`Building nats-server ${version} with Go, once, into ${folder} …`);
    await fillOnce(folder, async (empty) => {
      const env = { ...process.env, GOBIN: empty };
      await runTool(go, ['install', `github.com/nats-io/nats-server/v2@${version}`], { env, timeoutMs: 600_000 });
    });
  }
  return join(folder, 'nats-server');
};

/** The program: from PATH, else built by Go, else unpacked by apt. The error names each way and what failed in it. */
export const natsProgram = async (): Promise<string> => {
  const present = find('nats-server');
  if (present !== undefined) return present;
  const missing = ['no nats-server in PATH'];
  for (const get of [built, () => unpackedByApt('nats-server', 'nats-server')]) {
    try {
      return await get();
    } catch (error) {
      missing.push((error as Error).message);
    }
  }
  throw new Unavailable(missing.join('; '));
};

/** Starts NATS (core only, nothing stored) on a free port of 127.0.0.1; `address` is its URL. */
export const startNats = async (options: StartOptions = {}): Promise<Server> => {
  const command = await natsProgram();
  const folder = options.folder ?? (await throwawayFolder('nats'));
  const settings = join(folder, 'nats.json');
  if (!existsSync(settings)) {
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(settings, JSON.stringify({ port: await freePort() }));
  }
  const { port } = JSON.parse(await readFile(settings, 'utf8')) as { port: number };
  return run(
    {
      name: 'nats',
      address: `nats://127.0.0.1:${port}`,
      folder,
      dataFolder: join(folder, 'data'),
      command,
      args: ['--addr', '127.0.0.1', '--port', `${port}`],
      cwd: folder,
      readyText: 'Server is ready',
      retryText: 'address already in use',
    },
    options,
  );
};
