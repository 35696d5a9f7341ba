import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, statfs } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where downloaded programs, certificates and state files live: outside the repository, kept between runs. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'accompany');

/** The file in which `infra up` remembers what it started. */
export const serversFile = (): string => process.env.ACCOMPANY_SERVERS_STATE || join(cacheFolder(), 'servers.json');

/** The file in which a running network says where its services are. */
export const networkFile = (): string => process.env.ACCOMPANY_STATE || join(cacheFolder(), 'network.json');

/** A new empty folder for a server whose data nobody keeps. */
export const throwawayFolder = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `accompany-${name}-`));

/** Where Linux keeps files in memory, and the room there, in bytes, beside which the data of a short run is little. */
const MEMORY = '/dev/shm';
const ROOM = 2 * 2 ** 30;

/** As `throwawayFolder`, in memory where the system has room for that: a database is thousands of files, and nobody wants these on a disk. */
export const passingFolder = async (name: string): Promise<string> => {
  const space = await statfs(MEMORY).catch(() => undefined);
  if (space === undefined || space.bavail * space.bsize < ROOM) return throwawayFolder(name);
  const mounted = (await readFile('/proc/mounts', 'utf8').catch(() => '')).split('\n').find((line) => line.split(' ')[1] === MEMORY);
  // The server's programs may have to lie beside its data.
  return mounted === undefined || mounted.includes('noexec') ? throwawayFolder(name) : mkdtemp(join(MEMORY, `accompany-${name}-`));
};

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/**
 * The folder of a server that `infra up` starts; the same one each time, so that data kept by `down --keep` is found again.
 * ACCOMPANY_SERVERS_FOLDER names another place. Root's cache folder is closed to the unprivileged account that Postgres runs as, so root's data
 * lies in /var/tmp, in a folder of its own for each cache folder: keys lie in the cache, and data is of no use without them.
 */
export const lastingFolder = async (name: string): Promise<string> => {
  const usual =
    process.getuid?.() === 0 && existsSync('/var/tmp') ? `/var/tmp/accompany-${short(cacheFolder())}` : join(cacheFolder(), 'servers');
  const root = process.env.ACCOMPANY_SERVERS_FOLDER || usual;
  const folder = join(root, name);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  return folder;
};
