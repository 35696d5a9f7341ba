import { find, runTool, tell } from './tools.js';
import { Unavailable } from './unavailable.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const inPath = (): string | undefined => NAMES.map(find).find((program) => program !== undefined);

/** From the system's packages; unlike the servers it needs libraries of the system, so it cannot lie in the cache folder. */
const install = async (): Promise<string | undefined> => {
  const apt = find('apt-get');
  if (apt === undefined) throw new Error('no apt-get in PATH');
  if (process.getuid?.() !== 0) throw new Error('only root may install (`apt-get install chromium`)');
  tell('Installing Chromium with apt, once …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runTool(apt, ['update', '-qq'], { env, timeoutMs: 300_000 });
  await runTool(apt, ['install', '-qq', '-y', '--no-install-recommends', 'chromium'], { env, timeoutMs: 600_000 });
  return inPath();
};

/** The browser in which tests look at pages: the one that ACCOMPANY_CHROMIUM names, else from PATH, else installed by apt. */
export const chromiumProgram = async (): Promise<string> => {
  const present = process.env.ACCOMPANY_CHROMIUM || inPath();
  if (present !== undefined) return present;
  const installed = await install().catch((error: Error) => error);
  if (typeof installed === 'string') return installed;
  throw new Unavailable(
    [
      'There is no Chromium to be had. The three ways:',
      '  1. its program in ACCOMPANY_CHROMIUM: not set',
      `  2. in PATH: none of ${NAMES.join(', ')}`,
      `  3. by apt: ${installed?.message ?? 'its package chromium brought no program into PATH'}`,
    ].join('\n'),
  );
};
