import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
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
