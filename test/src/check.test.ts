import { execFile } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inParallel } from './eventually.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const within = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 50_000 } as const;

type Checked = { readonly ok: boolean; readonly output: string };

let copy: string;

/** `npm run check` in the copy, all of it or the named parts. */
const check = (...names: string[]): Promise<Checked> =>
  run(process.execPath, [join(copy, 'scripts/check.mjs'), ...names], { ...within, cwd: copy }).then(
    ({ stdout }) => ({ ok: true, output: stdout }),
    ({ stdout, stderr }) => ({ ok: false, output: `${stdout}${stderr}` }),
  );

/** Writes the files into the copy while `look` runs, and then puts everything back. A function changes what is there. */
const planted = async <Seen>(files: Record<string, string | ((text: string) => string)>, look: () => Promise<Seen>): Promise<Seen> => {
  const before = new Map<string, string | undefined>();
  try {
    for (const [path, change] of Object.entries(files)) {
      const file = join(copy, path);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      before.set(file, text);
      await mkdir(dirname(file), { recursive: true });
      const next = typeof change === 'string' ? change : change(text ?? '');
      expect(next, `${path} is changed`).not.toBe(text);
      await writeFile(file, next);
    }
    return await look();
  } finally {
    for (const [file, text] of before) await (text === undefined ? rm(file) : writeFile(file, text));
  }
};

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'accompany-check-'));
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { ...within, cwd: root });
  const files = stdout.split('\0').filter(Boolean);
  const copyFile = async (file: string) => {
    const there = await access(join(root, file)).then(
      () => true,
      () => false,
    );
    if (there) await cp(join(root, file), join(copy, file));
  };
  await inParallel(
    16,
    files.map((file) => () => copyFile(file)),
  );
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('the tree is clean', async () => {
  const { ok, output } = await check('lint', 'style', 'breaking', 'generated', 'docs', 'domain', 'performance');
  expect(output).not.toContain('FAILED');
  expect(output.match(/^ok /gm)).toHaveLength(7);
  expect(ok).toBe(true);
});

test('a part that does not exist is refused', async () => {
  expect(await check('linnt')).toMatchObject({ ok: false, output: expect.stringContaining('no check is called linnt') });
});

describe('a wrong import', () => {
  const service = 'a service may import only';
  const decider = 'a decider or reaction may import only';
  const pure = 'A decider, a reaction: no';
  const clock = 'no clock and no randomness';
  const name = 'imported by its name';
  const cases: readonly (readonly [what: string, path: string, message: string])[] = [
    ['@accompany/store', 'packages/domain/src/planted.ts', 'domain may import only'],
    ['@accompany/contracts/events', 'packages/domain/src/planted-contracts.ts', 'domain may import only'],
    ['node:fs', 'packages/domain/src/planted-io.ts', 'domain is pure'],
    ['@accompany/runtime', 'packages/store/src/planted.ts', 'store may import only'],
    ['@accompany/contracts/events', 'packages/store/src/planted-contracts.ts', 'store may import only'],
    ['@accompany/store', 'packages/access/src/planted.ts', 'access may import only'],
    ['@accompany/client', 'packages/runtime/src/planted.ts', 'runtime may import only'],
    ['@accompany/intake-service/main', 'packages/runtime/src/planted-service.ts', 'runtime may import only'],
    ['@accompany/domain', 'packages/client/src/planted.ts', 'client may import only'],
    ['@accompany/client', 'services/intake/src/planted-handlers.ts', service],
    ['@accompany/referral-service/main', 'services/intake/src/planted-other-handlers.ts', service],
    ['./main.js', 'services/intake/src/planted-main-handlers.ts', 'Nothing imports main'],
    ['@accompany/client', 'services/intake/src/planted.ts', decider],
    ['pg', 'services/intake/src/planted-pg.ts', pure],
    ['kafkajs', 'services/intake/src/planted-kafka.ts', pure],
    ['nice-grpc', 'services/intake/src/planted-grpc.ts', pure],
    ['nats', 'services/intake/src/planted-nats.ts', pure],
    ['node:crypto', 'services/intake/src/planted-random.ts', pure],
    ['Math.random()', 'services/intake/src/planted-chance.ts', clock],
    ['Date.now()', 'services/intake/src/planted-clock.ts', clock],
    ['process.cwd()', 'services/intake/src/planted-process.ts', 'A decider, a reaction: no process'],
    ['../../referral/src/referral.js', 'services/intake/src/planted-reach.ts', name],
    ['../../referral/src/referral.js', 'services/intake/src/planted-reach-handlers.ts', name],
    ['../../../../packages/runtime/dist/app.js', 'services/timeline/src/story/planted-reach.ts', name],
    ['../../runtime/dist/app.js', 'packages/store/src/planted-reach.ts', name],
    ['../../store/src/append.js', 'packages/domain/src/planted-reach.ts', name],
  ];
  const content = (what: string): string =>
    what.endsWith(')') ? `export const planted = () => ${what};\n` : `import * as planted from '${what}';\n\nexport const use = planted;\n`;
  let output: string;

  beforeAll(async () => {
    ({ output } = await planted(Object.fromEntries(cases.map(([what, path]) => [path, content(what)])), () => check('lint')));
  });

  test.each(cases)('of %s in %s is found', (_what, path, message) => {
    const found = output.split(/^(?=\S+:\d+:\d+ (?:lint|plugin))/m).filter((part) => part.startsWith(`${path}:`));
    expect(found.join(), output.length > 0 ? path : 'the check said nothing').toContain(message);
  });

  test('fails the check by itself', async () => {
    const [what, path] = cases[0] as (typeof cases)[number];
    const seen = await planted({ [path]: content(what) }, () => check('lint'));
    expect(seen).toMatchObject({ ok: false, output: expect.stringContaining(path) });
  });
});

describe('a change of the contract', () => {
  const events = 'proto/accompany/referral/v1/events.proto';
  const calls = 'proto/accompany/referral/v1/service.proto';
  const types = 'proto/accompany/referral/v1/types.proto';
  const cases: readonly (readonly [what: string, path: string, from: RegExp, to: string, found: RegExp])[] = [
    ['an event gets another number', events, /(ReferralSent referral_sent =) 2;/, '$1 99;', /field "2".*was deleted/],
    ['a stored field gets another type', events, /string service_id =/, 'bytes service_id =', /changed type/],
    ['a call is removed', calls, /^ {2}rpc AcceptReferral\(.*$/m, '', /RPC "AcceptReferral".*was deleted/],
    ['a field of a request is renamed', calls, /string referral_id = 3/, 'string referral = 3', /changed (JSON )?name|with name/],
    ['a code is removed', types, /^ {2}CHANNEL_TELEPHONE = 1;$/m, '', /"1".*was deleted/],
  ];

  test.each(cases)('that breaks is found: %s', async (_what, path, from, to, found) => {
    const seen = await planted({ [path]: (text) => text.replace(from, to) }, () => check('breaking'));
    expect(seen.ok).toBe(false);
    expect(seen.output).toMatch(found);
  });

  test('that only adds is let through', async () => {
    const added = '  // A made-up field.\n  string added = 900;\n';
    const seen = await planted({ [calls]: (text) => text.replace('message AcceptReferralRequest {\n', (open) => open + added) }, () =>
      check('breaking', 'style'),
    );
    expect(seen.output).not.toContain('FAILED');
  });

  test('without a comment is found', async () => {
    const open = 'message AcceptReferralRequest {\n';
    const seen = await planted({ [calls]: (text) => text.replace(open, `${open}  string added = 900;\n\n`) }, () => check('style'));
    expect(seen).toMatchObject({ ok: false, output: expect.stringContaining('non-empty comment') });
  });
});

test.each([
  ['TypeScript', 'packages/domain/src/decider.ts', (text: string) => `${text}export const planted={a:1}\n`],
  ['JSON', 'test/golden/referral.json', (text: string) => text.replace('[\n', '[  \n')],
  ['a script', 'scripts/check.mjs', (text: string) => `${text}\n\n`],
])('an unformatted file is found: %s', async (_kind, path, change) => {
  const { ok, output } = await planted({ [path]: change }, () => check('lint'));
  expect(ok).toBe(false);
  expect(output).toMatch(new RegExp(`^${path.replace(/[.]/g, '\\.')} format`, 'm'));
});

test('stale generated code is found: edited, added, or left behind by a change of the contract', async () => {
  const generated = 'packages/contracts/src';
  const changes = {
    [`${generated}/events.ts`]: (text: string) => `import '@accompany/domain';\n${text}`,
    [`${generated}/planted.ts`]: 'export const planted = 1;\n',
    'proto/accompany/referral/v1/types.proto': (text: string) => text.replace('CHANNEL_PAPER = 2;', 'CHANNEL_PAPER = 9;'),
  };
  const { ok, output } = await planted(changes, () => check('generated'));
  expect(ok).toBe(false);
  expect(output).toContain('Run `npm run gen`');
  for (const found of [/src\/events\.ts differ/, /Only in .*: planted\.ts/, /referral\/v1\/types\.ts differ/])
    expect(output).toMatch(found);
});

test('stale generated documentation is found', async () => {
  const change = (text: string) => text.replace(/^\| `CASE_UNKNOWN`.*\n/m, '');
  const seen = await planted({ 'docs/reasons.md': change }, () => check('docs'));
  expect(seen).toMatchObject({ ok: false, output: expect.stringContaining('npm run docs') });
  const edge = (text: string) => text.replace(/^ {2}sent --> accepted.*\n/m, '');
  const drawn = await planted({ 'docs/domain.md': edge }, () => check('domain'));
  expect(drawn).toMatchObject({ ok: false, output: expect.stringContaining('npm run docs') });
  const better = (text: string) => text.replace(/^\| append, 1 caller.*\n/m, '');
  const told = await planted({ 'README.md': better }, () => check('performance'));
  expect(told).toMatchObject({ ok: false, output: expect.stringContaining('npm run docs') });
});

test('what is not there is found: a test that was renamed or skipped, a row that nothing shows, a policy that is not told', async () => {
  const faults = 'services/referral/src/faults.test.ts';
  const ending = 'test/src/account-a/ending.ts';
  const cases: readonly (readonly [path: string, from: RegExp, to: string, found: string])[] = [
    [faults, /'sender not told'/, "'sender told'", `faults 5: ${faults} has no test “sender not told”`],
    [ending, /id: 'A5'/, "id: 'A50'", `account A A5: ${ending} has no test “A5: `],
    ['docs/evidence.json', /"row": "B7"/, '"row": "B70"', 'docs/evidence.json, account B: expected the rows B1'],
    ['services/intake/src/risk.test.ts', /test\('by a report never lowers'/, "test.skip('by a report never lowers'", 'faults 9: '],
  ];
  const changes = cases.map(([path, from, to]) => [path, (text: string) => text.replace(from, to)] as const);
  const untold = { 'services/intake/src/planted.ts': "export const planted = reaction({\n  name: 'planted',\n});\n" };
  const { ok, output } = await planted({ ...Object.fromEntries(changes), ...untold }, () => check('domain'));
  expect(ok).toBe(false);
  for (const [, , , found] of cases) expect(output).toContain(found);
  expect(output).toContain('intake: planted is in no documented.ts');
});
