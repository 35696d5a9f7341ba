import pidusage from 'pidusage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Collector, startCollector } from './collector.js';
import { eventually, inParallel } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, openCase } from './play.js';

const AT_ONCE = 16;
/** Each gives three spans at least: more than a process keeps for a collector that does not answer. */
const COMMANDS = 800;
const WARM_UP = 200;
/** Nothing is timed here, and a machine may have much else to do. In milliseconds. */
const PATIENCE = { deadline: 60_000 };
const MOST_GROWTH = 64 * 1024 * 1024;

let collector: Collector;
let harness: Harness;
let cases: string[];

beforeAll(async () => {
  collector = await startCollector();
  harness = await startHarness({
    services: ['vault', 'intake'],
    environment: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint }),
  });
  cases = await inParallel(
    4,
    Array.from({ length: AT_ONCE }, () => async () => (await openCase(harness)).caseId),
  );
});
afterAll(async () => {
  await harness?.stop();
  collector?.stop();
});

const command = (nr: number): Promise<unknown> => {
  const caseId = cases[nr % AT_ONCE] as string;
  return harness.as('aple').intake.assignCaseworker({ occurredAt: ago(1), caseId, person: `worker-${nr}` }, PATIENCE);
};
const carryOut = (commands: number) =>
  inParallel(
    AT_ONCE,
    Array.from({ length: commands }, (_, nr) => () => command(nr)),
  );
const memory = async (): Promise<number> => (await pidusage(harness.network.process('intake')?.pid as number)).memory;

test('a collector that hangs holds up no command and costs no memory, and is told again when it is back', {
  timeout: 180_000,
}, async () => {
  await carryOut(WARM_UP);
  const [before, sent] = [await memory(), await collector.spans()];
  expect(sent).toBeGreaterThan(WARM_UP);

  collector.freeze();
  expect(await carryOut(COMMANDS)).toHaveLength(COMMANDS);
  expect((await memory()) - before).toBeLessThan(MOST_GROWTH);

  collector.thaw();
  await eventually('spans again', async () => {
    const known = await collector.spans();
    await command(0);
    return (await collector.spans()) > known;
  });
});
