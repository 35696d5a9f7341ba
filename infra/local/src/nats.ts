import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, throwawayFolder } from './folders.js';
import { freePort } from './ports.js';
import { run, type Server, type StartOptions } from './server.js';
import { fillOnce, find, runTool, tell } from './tools.js';
import { Unavailable } from './unavailable.js';

const version = 'v2.12.1';

const built = async (go: string): Promise<string> => {
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

/** From the system's packages, unpacked beside our own things: nothing is installed, so no daemon of the system's starts. */
const unpacked = async (apt: string): Promise<string> => {
  const folder = join(cacheFolder(), 'nats-apt');
  if (!existsSync(folder)) {
    tell(`Fetching nats-server with apt, once, into ${folder} …`);
    await fillOnce(folder, async (empty) => {
      await runTool(apt, ['download', 'nats-server'], { cwd: empty, timeoutMs: 120_000 });
      await runTool('sh', ['-c', 'dpkg-deb -x nats-server_*.deb .'], { cwd: empty, timeoutMs: 60_000 });
    });
  }
  const file = ['usr/sbin', 'usr/bin'].map((place) => join(folder, place, 'nats-server')).find(existsSync);
  if (file === undefined) throw new Error(`the package nats-server holds no program (delete ${folder} to try again)`);
  return file;
};

/** The program: from PATH, else built by Go, else unpacked by apt. The error names each way and what failed in it. */
export const natsProgram = async (): Promise<string> => {
  const present = find('nats-server');
  if (present !== undefined) return present;
  const missing = ['no nats-server in PATH'];
  for (const [tool, get] of [
    ['go', built],
    ['apt-get', unpacked],
  ] as const) {
    const program = find(tool);
    try {
      if (program !== undefined) return await get(program);
      missing.push(`no ${tool} in PATH`);
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
