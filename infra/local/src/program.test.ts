import { execFileSync } from 'node:child_process';
import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleOf, folderOf, nodeOptions, type ProgramName, programOf, unbundled } from './program.js';

test('a program starts from its bundle, but not from one that is older than what it was made of', () => {
  const compiled = join(folderOf('vault'), 'dist/.tsbuildinfo');
  const { atime, mtime } = statSync(compiled);
  expect(programOf('vault')).toBe(bundleOf('vault'));
  const later = new Date(Date.now() + 60_000);
  utimesSync(compiled, later, later);
  try {
    expect(programOf('vault')).toBe(join(folderOf('vault'), 'dist/main.js'));
    expect(unbundled()).toEqual(['vault']);
  } finally {
    utimesSync(compiled, atime, mtime);
  }
});

/** Starts a bundle just far enough to see whether V8 takes the code that was compiled of it. */
const isTaken = (program: ProgramName, flags: readonly string[]): string => {
  const look = `const vm = require('node:vm');
    vm.Script = class extends vm.Script { constructor(...of) { super(...of); console.log(this.cachedDataRejected === false); process.exit(); } };
    require(${JSON.stringify(bundleOf(program))});`;
  return execFileSync(process.execPath, [...flags, '-e', look], { encoding: 'utf8' }).trim();
};

test.each([
  ['a service', 'vault', nodeOptions],
  ['accompany itself', 'cli', []],
] as const)('V8 takes the compiled code of %s under the flags that it is started with', (_, program, flags) => {
  expect(isTaken(program, flags)).toBe('true');
});

test('V8 refuses the compiled code under other flags', () => {
  expect(isTaken('vault', [])).toBe('false');
});
