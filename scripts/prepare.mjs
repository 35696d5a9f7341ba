// What every command at the root needs first: the locked packages, and the compiled code.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the repository, its output on ours, and answers its exit code. Signals to us are left to it to act on. */
export const run = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell, ...options });
    const interrupt = () => {}; // a Ctrl-C reaches the whole process group: we wait for the child to end in order
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupt).on('SIGTERM', terminate);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', interrupt).off('SIGTERM', terminate);
      resolve(signal === null ? (code ?? 1) : 1);
    });
  });

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Whether a locked package belongs on this system; libc variants are left to npm. */
const belongsHere = ({ optional, os, cpu, libc }) =>
  !optional || (os?.includes(process.platform) && cpu?.includes(process.arch) && libc === undefined);

/** Whether node_modules holds what package-lock.json says. npm writes down what it installed in a hidden lock file. */
const isInstalled = () => {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = packagesOf(hidden);
  return Object.entries(packagesOf(join(root, 'package-lock.json')))
    .filter(([path, entry]) => path.includes('node_modules/') && belongsHere(entry))
    .every(([path, entry]) => installed[path] !== undefined && installed[path].version === entry.version);
};

/** `npm ci` where node_modules is missing or not what the lock file says. */
export const install = async () => {
  if (isInstalled()) return 0;
  console.log('Installing packages …');
  return run('npm', ['ci', '--no-audit', '--no-fund']);
};

/** Compiles what has changed, then makes the bundles of the services. */
export const build = async () => {
  const compiled = await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
  return compiled === 0 ? run(process.execPath, [join(root, 'scripts', 'bundle.mjs')]) : compiled;
};
