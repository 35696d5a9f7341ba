// npm run check: formatting, lint and allowed directions, contracts (style, breaking changes, generated code), all reported together.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');
const checks = [
  ['format, lint, allowed directions', join(bin, 'biome'), ['ci', '--error-on-warnings', '--colors=off', '.']],
  ['contract style', join(bin, 'buf'), ['lint']],
  ['contract changes that break callers or stored events', join(bin, 'buf'), ['breaking', 'proto', '--against', 'proto/baseline.binpb']],
  ['generated code is current', process.execPath, [join(root, 'scripts/gen.mjs'), '--check']],
  ['generated documentation is current', process.execPath, [join(root, 'scripts/reasons.mjs'), '--check']],
];

let failed = 0;
for (const [name, command, args] of checks) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const ok = status === 0;
  if (!ok) failed++;
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}`);
  if (!ok) console.log(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}`);
}
process.exitCode = failed === 0 ? 0 : 1;
