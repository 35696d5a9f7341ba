import { AssignCaseworkerRequest, AssignCaseworkerResponse } from '@accompany/contracts/intake/v1/service';
import { v4 as uuid } from 'uuid';
import { startHarness } from '../harness.js';
import { ago, openCase, seedDirectory } from '../play.js';
import { startEcho } from './echo.js';
import { atLeast, type Figure, interleaved } from './figure.js';
import { type Flown, inFlight } from './flight.js';
import type { Sizes } from './suite.js';

const CASES = 256;
/** Before the first round that counts, in seconds, with most in flight: until then every process here runs code that is not compiled yet. */
const WARM_UP = 6;

/**
 * A command from an agency's client to its stored event, against an echo of the same number of bytes over the same mutual TLS. Only the
 * services that the command needs run: what others do with its event is the suites' after this one.
 */
export const benchCommand = async ({ rounds, seconds }: Sizes): Promise<Figure[]> => {
  const harness = await startHarness({ log: 'kafka', services: ['vault', 'directory', 'intake'] });
  const { intake } = harness.as('aple');
  try {
    await seedDirectory(harness);
    const cases: string[] = [];
    for (let nr = 0; nr < CASES; nr++) cases.push((await openCase(harness)).caseId);
    const commandOf = (nr: number) => ({
      requestId: uuid(),
      occurredAt: ago(1),
      caseId: cases[nr % CASES] as string,
      person: `worker-${nr}`,
    });
    const assigned = await intake.assignCaseworker(commandOf(0));
    const request = Buffer.from(AssignCaseworkerRequest.encode(AssignCaseworkerRequest.fromPartial(commandOf(0))).finish());
    const echo = await startEcho(harness.network.certificates, AssignCaseworkerResponse.encode(assigned).finish().length);
    try {
      const figures: Figure[] = [];
      await inFlight(64, WARM_UP, (nr) => intake.assignCaseworker(commandOf(nr)));
      for (const callers of [1, 16, 64]) {
        const flown = { ours: [] as Flown[], echo: [] as Flown[] };
        const noted = async (into: Flown[], flight: Promise<Flown>): Promise<number> => {
          const one = await flight;
          into.push(one);
          return one.perSecond;
        };
        const measured = await interleaved(
          rounds,
          () =>
            noted(
              flown.ours,
              inFlight(callers, seconds, (nr) => intake.assignCaseworker(commandOf(nr))),
            ),
          () =>
            noted(
              flown.echo,
              inFlight(callers, seconds, () => echo.call(request)),
            ),
        );
        const against = 'a bare grpc-js echo of as many bytes over the same mutual TLS, in a process of its own';
        figures.push(
          atLeast(callers === 64 ? 0.5 : undefined, { name: `command, ${callers} in flight`, unit: 'a second', ...measured, against }),
        );
        if (callers === 16) figures.push(slowest(flown.ours.slice(-rounds), flown.echo.slice(-rounds)));
      }
      return figures;
    } finally {
      echo.stop();
    }
  } finally {
    await harness.stop();
  }
};

const slowest = (ours: readonly Flown[], echo: readonly Flown[]): Figure => {
  const measured = { ours: ours.map(({ p99 }) => p99), baseline: echo.map(({ p99 }) => p99) };
  const figure = atLeast(undefined, { name: 'command, 16 in flight, p99', unit: 'ms', ...measured, against: 'p99 of the same echo' });
  const ratio = Number.parseFloat(figure.result);
  return { ...figure, target: 'under 3 times', met: ratio < 3 };
};
