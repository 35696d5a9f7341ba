import { startCollector } from '../collector.js';
import { startHarness } from '../harness.js';
import { ago, openCase } from '../play.js';
import { type Figure, interleaved, times } from './figure.js';
import { inFlight } from './flight.js';
import type { Sizes } from './suite.js';

const CASES = 64;
const IN_FLIGHT = 16;
const MOST = 1.1;

/** How long commands take while the collector of traces hangs, against the same while it answers. */
export const benchFrozenCollector = async ({ rounds, seconds }: Sizes): Promise<Figure[]> => {
  const collector = await startCollector();
  const harness = await startHarness({
    services: ['vault', 'intake'],
    environment: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint }),
  });
  try {
    const { intake } = harness.as('aple');
    const cases: string[] = [];
    for (let nr = 0; nr < CASES; nr++) cases.push((await openCase(harness)).caseId);
    const command = (nr: number) =>
      intake.assignCaseworker({ occurredAt: ago(1), caseId: cases[nr % CASES] as string, person: `worker-${nr}` });
    const p99 = async (prepare: () => void): Promise<number> => {
      prepare();
      return (await inFlight(IN_FLIGHT, seconds, command)).p99;
    };
    const measured = await interleaved(
      rounds,
      () => p99(collector.freeze),
      () => p99(collector.thaw),
      2,
    );
    const { ratio, told } = times(measured.ours, measured.baseline);
    const name = `command, ${IN_FLIGHT} in flight, p99 while the collector hangs`;
    const against = 'the same while the collector answers';
    return [{ name, unit: 'ms', ...measured, against, result: told, target: `at most ${MOST} times`, met: ratio <= MOST }];
  } finally {
    await harness.stop();
    collector.stop();
  }
};
