import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServiceName, serviceNames } from './service-environment.js';

/** What people and the network start: the services, and `accompany` itself. */
export type ProgramName = ServiceName | 'cli';
const programs: readonly ProgramName[] = [...serviceNames, 'cli'];

/** What goes into every program, by the files that change when it is built or installed anew. */
const INGREDIENTS = [
  ...['contracts', 'domain', 'store', 'access', 'runtime', 'client'].map((name) => `packages/${name}/dist/.tsbuildinfo`),
  ...['infra/local/dist/program.js', 'node_modules/.package-lock.json', 'scripts/bundle.mjs', 'scripts/start.cjs'],
];

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/**
 * Of each service's process. A nursery of the heap that begins small takes 18 MB less in an idle service; it may grow when there is work, because
 * collecting a small one costs up to a seventh of a busy service's time. Nor is anything put among what lives long from the start: V8 takes pg's rows
 * for that, and each pause to collect then copies what dead rows point at (0.6 ms against 6, for every 50th read of 200 rows).
 * A service does each thing some hundred times a second at most, so V8 has to be told to compile its hot code sooner than for a loop that counts: of
 * 200 commands a second the middle one was then seen in two thirds of the time, fifteen seconds after the first, for 2 MB more.
 * Source maps, which are kept for every module, would cost 10 MB.
 * Code that was compiled before is used only under the flags under which it was.
 */
export const nodeOptions = [
  '--min-semi-space-size=4',
  '--max-semi-space-size=16',
  '--no-allocation-site-pretenuring',
  '--interrupt-budget=20000',
];

/** The folder that a program is written in. */
export const folderOf = (program: ProgramName): string => inRepository(program === 'cli' ? 'packages/cli' : `services/${program}`);

/** What starts the bundle of a program, once `scripts/bundle.mjs` has made it: the program in one file, which starts in a third of the time. */
export const bundleOf = (program: ProgramName): string => join(folderOf(program), 'bundle/start.cjs');

/** The program itself, in the folder of its bundle. */
export const mainIn = (folder: string): string => join(folder, 'main.cjs');

/** The programs whose bundle is missing, or was made of something else than what is built now. */
export const unbundled = (): ProgramName[] => programs.filter((program) => !isBundled(program));

const isBundled = (program: ProgramName): boolean => {
  const bundled = changedAt(mainIn(dirname(bundleOf(program))));
  return [...INGREDIENTS.map(inRepository), join(folderOf(program), 'dist/.tsbuildinfo')].every((file) => changedAt(file) < bundled);
};

/** What to start as a program: its bundle where that is current, else what the compiler wrote. */
export const programOf = (program: ProgramName): string =>
  isBundled(program) ? bundleOf(program) : join(folderOf(program), 'dist/main.js');

/** When a file was last written, in milliseconds; 0 when it is not there. */
const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
