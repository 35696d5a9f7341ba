import { join } from 'node:path';
import { unpackedByApt } from './apt.js';
import { throwawayFolder } from './folders.js';
import { freePort } from './ports.js';
import { run, type Server } from './server.js';
import { find, runTool } from './tools.js';
import { Unavailable } from './unavailable.js';

/** One of Prometheus' two programs: from PATH, else unpacked by apt. The error names each way and what failed in it. */
const program = async (name: 'prometheus' | 'promtool'): Promise<string> =>
  find(name) ??
  (await unpackedByApt('prometheus', name).catch((error: Error) => {
    throw new Unavailable(`There is no ${name} to be had. The two ways:\n  1. ${name} in PATH: not there\n  2. apt: ${error.message}`);
  }));

/**
 * Runs promtool, Prometheus' checker of rules and configurations, and gives back what it printed.
 * @throws Unavailable without a promtool; Error with what it printed when it found something wrong
 */
export const promtool = async (...args: string[]): Promise<string> => runTool(await program('promtool'), args, { timeoutMs: 60_000 });

/**
 * Starts Prometheus on a free port of 127.0.0.1 with the configuration in a file, which says what it scrapes and which rules it keeps;
 * `address` is `host:port`.
 */
export const startPrometheus = async (configuration: string): Promise<Server> => {
  const command = await program('prometheus');
  const folder = await throwawayFolder('prometheus');
  const dataFolder = join(folder, 'data');
  const address = `127.0.0.1:${await freePort()}`;
  return run(
    {
      name: 'prometheus',
      address,
      folder,
      dataFolder,
      command,
      args: [`--config.file=${configuration}`, `--storage.tsdb.path=${dataFolder}`, `--web.listen-address=${address}`],
      cwd: folder,
      readyText: 'Server is ready to receive web requests',
    },
    {},
  );
};
