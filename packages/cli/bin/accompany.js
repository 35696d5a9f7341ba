#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const built = new URL('../dist/main.js', import.meta.url);
if (existsSync(built)) {
  const { programOf } = await import('@accompany/local/program');
  await import(pathToFileURL(programOf('cli')).href);
} else {
  console.error('accompany is not built yet. Run `npm run build` in the repository once, then call it again.');
  process.exitCode = 1;
}
