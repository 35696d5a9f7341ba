import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './folders.js';
import { fillOnce, find, runTool, tell } from './tools.js';
import { Unavailable } from './unavailable.js';

/**
 * The path of a program out of a package of the system's, unpacked once beside our own things. Nothing is installed, so no daemon of the
 * system's starts and no right of root is needed, unless the lists of packages are missing and have to be fetched first.
 * @throws Unavailable without apt; Error with what apt said, or when the package does not hold the program
 */
export const unpackedByApt = async (name: string, program: string): Promise<string> => {
  const apt = find('apt-get');
  if (apt === undefined) throw new Unavailable('no apt-get in PATH');
  const folder = join(cacheFolder(), `${name}-apt`);
  if (!existsSync(folder)) {
    tell(`Fetching ${name} with apt, once, into ${folder} …`);
    await fillOnce(folder, async (empty) => {
      const download = () => runTool(apt, ['download', name], { cwd: empty, timeoutMs: 120_000 });
      await download().catch(async () => {
        await runTool(apt, ['update'], { timeoutMs: 120_000 });
        await download();
      });
      await runTool('sh', ['-c', `dpkg-deb -x ${name}_*.deb .`], { cwd: empty, timeoutMs: 60_000 });
    });
  }
  const file = ['usr/sbin', 'usr/bin'].map((place) => join(folder, place, program)).find(existsSync);
  if (file === undefined) throw new Error(`the package ${name} holds no ${program} (delete ${folder} to try again)`);
  return file;
};
