import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCertificates } from './certificates.js';
import { cacheFolder, lastingFolder, passingFolder, throwawayFolder } from './folders.js';
import { hold } from './guarding.js';
import { startPostgres } from './postgres.js';
import { variableOf } from './provide.js';
import type { Server, ServerName } from './server.js';

export type GroundOptions = {
  /** The superuser's URL. Default: ACCOMPANY_POSTGRES, else a server is started, and ends with the network. */
  postgres?: string | undefined;
  /** `host:port`. Default: ACCOMPANY_KAFKA; false or nothing: the embedded case log in the same Postgres. */
  kafka?: string | false | undefined;
  /** Its URL. Default: ACCOMPANY_NATS; false or nothing: the network does without hints. */
  nats?: string | false | undefined;
  /** Nothing of an earlier network is found, and nothing of this one stays: own databases, keys and logs. Default: false. */
  fresh?: boolean | undefined;
  /** Where keys and logs go. Default: a new folder if `fresh`, else one in the cache folder. */
  folder?: string | undefined;
  agencies: readonly string[];
  services: readonly string[];
};

/** What the services of one network stand on. */
export type Ground = {
  postgres: string;
  kafka: string | undefined;
  nats: string | undefined;
  /** What the names of databases begin with. */
  prefix: string;
  /** Others use the same Postgres. */
  shared: boolean;
  certificates: string;
  vaultKeyFile: string;
  fingerprintKey: string;
  logs: string;
  /** Ends and removes what was made for this network only. */
  remove(): Promise<void>;
};

const fromEnvironment = (name: ServerName): string | undefined => process.env[variableOf(name)] || undefined;

/** 32 random bytes in base64, made once and then kept, because data is sealed and hashed under them. */
const keptKey = async (file: string): Promise<string> => {
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  return readFile(file, 'utf8');
};

export const prepareGround = async (options: GroundOptions): Promise<Ground> => {
  const { fresh = false } = options;
  const folder = options.folder ?? (fresh ? await throwawayFolder('network') : join(cacheFolder(), 'network'));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const release = fresh ? hold({ kind: 'folder', path: folder }) : () => {};
  const logs = join(folder, 'logs');
  await rm(logs, { recursive: true, force: true });
  await mkdir(logs);

  const certificates = join(cacheFolder(), 'certificates');
  await ensureCertificates(certificates, { agencies: options.agencies, services: [...options.services, 'operator'] });

  let own: Server | undefined;
  const given = options.postgres ?? fromEnvironment('postgres');
  if (given === undefined)
    own = await startPostgres(fresh ? { folder: await passingFolder('postgres') } : { folder: await lastingFolder('network'), keep: true });
  const vaultKeyFile = join(folder, 'vault.key');
  await keptKey(vaultKeyFile);
  return {
    postgres: given ?? (own as Server).address,
    kafka: (options.kafka ?? fromEnvironment('kafka')) || undefined,
    nats: (options.nats ?? fromEnvironment('nats')) || undefined,
    prefix: fresh && given !== undefined ? `accompany_${randomBytes(4).toString('hex')}` : 'accompany',
    shared: given !== undefined,
    certificates,
    vaultKeyFile,
    fingerprintKey: await keptKey(join(folder, 'fingerprint.key')),
    logs,
    remove: async () => {
      await own?.stop();
      if (fresh) await rm(folder, { recursive: true, force: true });
      release();
    },
  };
};
