// npm run check: the build, formatting, lint and allowed directions, contracts (style, breaking changes, generated code), docs, all reported together.
//   npm run check -- lint       only the named ones: build, lint, style, breaking, generated, docs, domain and performance (which ask what was built)
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const script = (name) => [process.execPath, join(root, 'scripts', name), '--check'];
const checks = {
  build: ['it builds', bin('tsc'), '-b'],
  lint: ['format, lint, allowed directions', bin('biome'), 'ci', '--error-on-warnings', '--max-diagnostics=none', '--colors=off', '.'],
  style: ['contract style', bin('buf'), 'lint'],
  breaking: ['contract changes that break callers or stored events', bin('buf'), 'breaking', 'proto', '--against', 'proto/baseline.binpb'],
  generated: ['generated code is current', ...script('gen.mjs')],
  docs: ['generated list of reasons is current', ...script('reasons.mjs')],
  domain: ['generated tables of the domain are current', ...script('domain.mjs')],
  performance: ['the figures in the README are those of the last bench', ...script('performance.mjs')],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in checks));
if (unknown.length > 0) throw new Error(`no check is called ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}`);

let failed = 0;
for (const name of asked.length > 0 ? asked : Object.keys(checks)) {
  const [title, command, ...args] = checks[name];
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const ok = status === 0;
  if (!ok) failed++;
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${title}`);
  if (!ok) console.log(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}`);
}
process.exitCode = failed === 0 ? 0 : 1;
