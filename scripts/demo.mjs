// npm run demo: install and build where needed, then play one child's way through a whole network. Arguments go to `accompany demo`.
import { join } from 'node:path';
import { build, install, root, run } from './prepare.mjs';

const steps = [
  install,
  build,
  () => run(process.execPath, [join(root, 'packages/cli/bin/accompany.js'), 'demo', ...process.argv.slice(2)]),
];

for (const step of steps) {
  process.exitCode = await step();
  if (process.exitCode !== 0) break;
}
