// Generates packages/contracts from proto/. `npm run gen` makes all of it, `npm run gen -- referral` one context.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');
const contexts = process.argv.slice(2);
const buf = (...args) =>
  execFileSync(join(bin, 'buf'), args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });

if (contexts.length === 0) rmSync(join(root, 'packages/contracts/src'), { recursive: true, force: true });
const paths = contexts.flatMap((context) => ['--path', `proto/accompany/${context}`, '--path', 'proto/accompany/common']);
buf('generate', '.', ...(paths.length > 0 ? paths : ['--path', 'proto/accompany']));
buf('build', '--as-file-descriptor-set', '-o', 'packages/contracts/descriptor.binpb');
