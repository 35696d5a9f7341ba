import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Network, startNetwork } from '@accompany/local';
import type { Span } from '@accompany/local/traces';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, readState } from '../network.js';
import { accompany as run } from '../testing.js';

let folder: string;
let network: Network;
let caseId: string;

const accompany = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  run(args, { ACCOMPANY_STATE: join(folder, 'state.json'), ...environment });

type Told = { traces: { traceId: string; eventTypes: string[]; spans: Span[] }[] };
const told = async (...options: string[]): Promise<Told> => JSON.parse((await accompany(['trace', caseId, '--json', ...options])).out);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-trace-'));
  const stateFile = join(folder, 'state.json');
  const services = ['intake', 'assessment', 'timeline'] as const;
  network = await startNetwork({ fresh: true, stateFile, kafka: false, services, agencies: ['aple'], traces: 'keep' });
  const aple = connectAs(readState(stateFile), 'aple');
  const report = await aple.intake.receiveReport({ source: 2, purposes: [1], incident: 1 });
  caseId = report.caseId;
  await aple.intake.screenReport({ reportId: report.reportId, urgency: 2 });
  await aple.intake.openCase({ reportId: report.reportId, duplicateCheck: { outcome: 1 } });
  aple.close();
});
afterAll(async () => {
  await network?.stop({ now: true });
  await rm(folder, { recursive: true, force: true });
});

test('a case’s commands are shown with what they caused in other services, oldest first', { timeout: 120_000 }, async () => {
  const services = async () => new Set((await told()).traces.at(-1)?.spans.map(({ service }) => service)).size;
  await expect.poll(services, { timeout: 90_000 }).toBe(3);
  const { traces } = await told();
  expect(traces.map(({ eventTypes }) => eventTypes[0]?.split('.').at(-1))).toEqual([
    'ReportReceived',
    'ReportScreened',
    expect.any(String),
  ]);

  const { code, out } = await accompany(['trace', caseId.slice(0, 8)]);
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^Case ${caseId}$`, 'm'));
  expect(out).toMatch(/^intake: ReceiveReport +0\.0 +\d+\.\d$/m);
  expect(out).toMatch(/^intake: OpenCase +0\.0 +\d+\.\d$/m);
  expect(out).toMatch(/─ intake: send case-events\.v1 \((linked|\d of its \d links lead here)\) /);
  expect(out).toMatch(/[─┬] assessment: react CaseOpened by .* \d+\.\d$/m);
  expect(out).toMatch(/─ timeline: process AssessmentRequested by timeline .* \d+\.\d$/m);
  expect(out).not.toContain('not kept');
});

test('of many the newest are shown, as many as asked for', async () => {
  const all = (await told('--all')).traces.map(({ traceId }) => traceId);
  expect((await told('--limit', '2')).traces.map(({ traceId }) => traceId)).toEqual(all.slice(-2));
  expect((await accompany(['trace', caseId, '--limit', '0'])).code).toBe(2);
});

test('what is not there is said', async () => {
  const unknown = await accompany(['trace', randomUUID()]);
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('CASE_UNKNOWN')]);
  const agency = await accompany(['trace', caseId, '--as', 'aple']);
  expect([agency.code, agency.err]).toEqual([1, expect.stringContaining('NOT_ALLOWED_FOR_CALLER')]);

  const state = JSON.parse(await readFile(join(folder, 'state.json'), 'utf8'));
  const withKeeper = async (traces: string | undefined) => {
    const file = join(folder, 'other.json');
    await writeFile(file, JSON.stringify({ ...state, traces }));
    return accompany(['trace', caseId, '--state', file]);
  };
  const elsewhere = await withKeeper(undefined);
  expect([elsewhere.code, elsewhere.err]).toEqual([1, expect.stringMatching(/keeps no traces: .*\n.*\n( {2}[0-9a-f]{32}\n){3}/)]);
  const away = await withKeeper('http://127.0.0.1:1');
  expect([away.code, away.err]).toEqual([3, expect.stringContaining('does not answer at http://127.0.0.1:1')]);
});

test('up --traces says what is missing for the viewer, and what else sends the spans away, before it starts anything', async () => {
  const bare = { PATH: folder, ACCOMPANY_ZIPKIN: '', ACCOMPANY_STATE: join(folder, 'none.json') };
  const missing = await accompany(['up', '--traces'], bare);
  expect([missing.code, missing.err]).toEqual([3, expect.stringMatching(/no zipkin to be had.*ACCOMPANY_ZIPKIN.*no java in PATH/s)]);
  expect(missing.out).toBe('Starting the network\n');
  const sentAway = await accompany(['up', '--traces'], { ...bare, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4317' });
  expect([sentAway.code, sentAway.err]).toEqual([2, expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT')]);
});
