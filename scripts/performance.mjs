// Writes the README's performance section from the last whole bench: `npm run bench -- --json test/bench/latest.json`, then `npm run docs`.
// `--check` fails when it says something else.
import { readFileSync, writeFileSync } from 'node:fs';
import { described } from '@accompany/test/bench/ran';

const file = new URL('../README.md', import.meta.url);
const ran = JSON.parse(readFileSync(new URL('../test/bench/latest.json', import.meta.url), 'utf8'));
const before = readFileSync(file, 'utf8');
const place = /(?<=<!-- performance -->)[\s\S]*(?=<!-- end of performance -->)/;
if (!place.test(before)) throw new Error('README.md has no place for the figures: <!-- performance --> … <!-- end of performance -->');
const after = before.replace(place, () => `\n${described(ran)}\n`);

if (!process.argv.includes('--check')) writeFileSync(file, after);
else if (after !== before) {
  console.error('The performance section of README.md is not what test/bench/latest.json says. Run `npm run docs` and commit the result.');
  process.exitCode = 1;
}
