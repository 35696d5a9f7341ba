import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumProgram } from '@accompany/local';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';

/** A case is opened in intake, assessment asks for the first assessment of it, the timeline has both. */
const SERVICES = ['intake', 'assessment', 'timeline'] as const;
/** Fetching Zipkin and installing Chromium on a machine that has neither. */
const FIRST_TIME_MS = 900_000;

let folder: string;
let harness: Harness;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-viewer-'));
  const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  browser = await chromium.launch({ executablePath: await chromiumProgram(), args: ['--no-sandbox', ...quiet] });
  harness = await startHarness({ log: 'embedded', services: SERVICES, agencies: ['aple'], traces: 'view' });
}, FIRST_TIME_MS);
afterAll(async () => {
  await browser?.close();
  await harness?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a case and waits until its trace leads over all services. */
const tracedCommand = async (): Promise<string> => {
  const { intake } = harness.as('aple');
  const { reportId, caseId } = await intake.receiveReport({ source: 2, purposes: [1], incident: 1 });
  await intake.screenReport({ reportId, urgency: 2 });
  await intake.openCase({ reportId, duplicateCheck: { outcome: 1 } });
  return eventually(
    'the trace of the command, over all services',
    async () => {
      const { traces } = await harness.operator.timeline.listCaseTraces({ caseId });
      const found = traces.find(({ eventTypes }) => eventTypes.some((type) => type.endsWith('.AssessmentRequested')))?.traceId;
      const spans = found === undefined ? [] : await fromZipkin(found);
      const services = new Set(spans.map(({ localEndpoint }) => localEndpoint.serviceName));
      return services.size === SERVICES.length && found;
    },
    60_000,
  );
};

type ZipkinSpan = { localEndpoint: { serviceName: string } };

const fromZipkin = async (traceId: string): Promise<ZipkinSpan[]> => {
  const answer = await fetch(new URL(`/api/v2/trace/${traceId}`, harness.network.viewer));
  return answer.ok ? ((await answer.json()) as ZipkinSpan[]) : [];
};

test('a trace over three services can be looked at on the viewer’s page', { timeout: 180_000 }, async () => {
  const traceId = await tracedCommand();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${harness.network.viewer}traces/${traceId}`);
  for (const service of SERVICES) await page.getByText(`accompany-${service}`).first().waitFor({ timeout: 30_000 });
  await page
    .getByText(/opencase/i)
    .first()
    .waitFor();

  const file = join(folder, 'trace.png');
  await page.screenshot({ path: file });
  const image = await readFile(file);
  expect(image.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'));
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([1280, 800]);
  expect(image.length, 'an empty page is a tenth of this').toBeGreaterThan(20_000);
});
