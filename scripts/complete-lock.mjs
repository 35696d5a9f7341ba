// After an `npm install` against a registry that does not carry every system's variant of a package: npm leaves those variants out of
// package-lock.json, and `npm ci` then refuses the whole lock file. This writes them in: version, system and nothing else, so that npm
// passes over them on the systems that they are not for. Changes nothing when the lock file is whole.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const file = process.argv[2] ?? join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = /-(android|darwin|freebsd|linux|win32)-(arm64|armv7|arm|ia32|ppc64|riscv64|s390x|x64)(-musl)?$/;

const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies).filter(
    ([name]) => lock.packages[`${path}/node_modules/${name}`] === undefined && lock.packages[`node_modules/${name}`] === undefined,
  ),
);

for (const [name, version] of missing) {
  const [, os, cpu, musl] = systems.exec(name) ?? [];
  if (os === undefined || !/^\d/.test(version))
    throw new Error(`${name}@${version} is missing, and its name does not say for which system it is`);
  const entry = { version, cpu: [cpu === 'armv7' ? 'arm' : cpu], optional: true, os: [os] };
  lock.packages[`node_modules/${name}`] = musl === undefined ? entry : { ...entry, libc: ['musl'] };
}

if (missing.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Completed package-lock.json: ${missing.map(([name]) => name).join(', ')}`);
}
