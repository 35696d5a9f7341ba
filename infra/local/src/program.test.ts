import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleOf, folderOf, programOf, unbundled } from './program.js';

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
