// npm run bench: install and build where needed, then measure, each figure beside its baseline. `-- --quick` is short; see test/README.md.
import { join } from 'node:path';
import { build, install, root, run } from './prepare.mjs';

/** Under the flags of a service: some of what a service does is measured in this process. */
const measure = async () => {
  const { nodeOptions } = await import('@accompany/local/program');
  return run(process.execPath, [...nodeOptions, join(root, 'test/dist/bench/main.js'), ...process.argv.slice(2)]);
};

const steps = [install, build, measure];

for (const step of steps) {
  process.exitCode = await step();
  if (process.exitCode !== 0) break;
}
