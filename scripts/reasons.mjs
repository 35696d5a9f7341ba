// Writes docs/reasons.md from the catalogue: `node scripts/reasons.mjs`, after a build. `--check` fails when it is not current.
import { readFileSync, writeFileSync } from 'node:fs';
import { REASONS } from '@accompany/domain';

const file = new URL('../docs/reasons.md', import.meta.url);
const rows = Object.entries(REASONS)
  .toSorted(([a], [b]) => a.localeCompare(b))
  .map(
    ([reason, { code, message }]) => `| \`${reason}\` <a id="${reason}"></a> | ${code.toUpperCase()} | ${message.replaceAll('|', '\\|')} |`,
  );
const text = `# Reasons

Why a call is refused: the gRPC status, and \`ErrorInfo.reason\` with the domain \`accompany.example\`. Generated from
\`packages/domain/src/reasons\` by \`npm run docs\`; not edited.

| reason | status | message |
| --- | --- | --- |
${rows.join('\n')}
`;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/reasons.md is not current. Run `npm run docs` and commit the result.');
  process.exitCode = 1;
}
