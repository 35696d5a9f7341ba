// npm run bench: install and build where needed, then measure, each figure beside its baseline. `-- --quick` is short; see test/README.md.
import { join } from 'node:path';
import { build, install, root, run } from './prepare.mjs';

const steps = [install, build, () => run(process.execPath, [join(root, 'test/dist/bench/main.js'), ...process.argv.slice(2)])];

for (const step of steps) {
  process.exitCode = await step();
  if (process.exitCode !== 0) break;
}
