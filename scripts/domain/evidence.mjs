// Which test shows what: docs/evidence.json, rendered, with every test that it names looked up where it should stand.
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const list = JSON.parse(readFileSync(new URL('docs/evidence.json', root), 'utf8'));

/** The rows that there have to be. */
const ROWS = {
  'account A': Array.from({ length: 10 }, (_, nr) => `A${nr + 1}`),
  'account B': Array.from({ length: 12 }, (_, nr) => `B${nr + 1}`),
  faults: Array.from({ length: 17 }, (_, nr) => `${nr + 1}`),
};

const texts = new Map();
const textOf = (file) => {
  if (!texts.has(file)) texts.set(file, existsSync(new URL(file, root)) ? readFileSync(new URL(file, root), 'utf8') : undefined);
  return texts.get(file);
};

/** What is skipped shows nothing. */
const running = (text) => text.replaceAll(/\.(skip|todo)\(\s*(['"`])/g, '');

/** A title stands in a test file as a whole text between quotation marks; that of a row of an account is made of its id and what it holds. */
const isThere = (text, title) => {
  const [, id, holds] = title.match(/^([AB]\d+): (.*)$/) ?? [];
  if (id !== undefined) return text.includes(`id: '${id}',\n    holds: '${holds}'`);
  return ["'", '"', '`'].some((mark) => running(text).includes(`${mark}${title}${mark}`));
};

const problemsOf = (where, { row, shown }) => [
  ...(shown.length === 0 ? [`${where} ${row}: no test shows it`] : []),
  ...shown.flatMap(({ file, test }) => {
    const text = textOf(file);
    if (text === undefined) return [`${where} ${row}: there is no ${file}`];
    return isThere(text, test) ? [] : [`${where} ${row}: ${file} has no test “${test}”`];
  }),
];

const missing = (where, rows) => {
  const have = (list[where] ?? []).map(({ row }) => row);
  return have.join() === rows.join()
    ? []
    : [`docs/evidence.json, ${where}: expected the rows ${rows.join(', ')}; it has ${have.join(', ')}`];
};

const line = ({ row, what, shown }) =>
  `| ${row} | ${what} | ${shown.map(({ file, test }) => `[${test.replaceAll('|', '\\|')}](../${file})`).join('<br>')} |`;

const tableOf = (where) => `| | what | shown by |\n| --- | --- | --- |\n${list[where].map(line).join('\n')}`;

/** The evidence with what is wrong with it. */
export const evidence = () => {
  const problems = Object.entries(ROWS).flatMap(([where, rows]) => [
    ...missing(where, rows),
    ...(list[where] ?? []).flatMap((one) => problemsOf(where, one)),
  ]);
  if (problems.length > 0) return { text: '', problems };
  const text = `## Evidence

Which test shows each row of the two accounts, and that each fault seen in other systems is not here. The list is
[\`evidence.json\`](evidence.json); \`npm run check\` fails where a test that it names is not there.

### Account A: a programme ends

Played step by step, on Kafka and on the embedded log, by [\`test/src/journey-a.test.ts\`](../test/src/journey-a.test.ts).

${tableOf('account A')}

### Account B: one girl's way through the network

Played step by step, on Kafka and on the embedded log, by [\`test/src/journey-b.test.ts\`](../test/src/journey-b.test.ts).

${tableOf('account B')}

### What other systems get wrong

${tableOf('faults')}
`;
  return { text, problems };
};
