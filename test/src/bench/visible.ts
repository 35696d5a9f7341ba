import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { WatchCaseResponse } from '@accompany/contracts/timeline/v1/service';
import { Kafka, logLevel } from 'kafkajs';
import { startHarness } from '../harness.js';
import { ago, openCase, seedDirectory } from '../play.js';
import { type Figure, interleaved, quantile, summary } from './figure.js';
import type { Sizes } from './suite.js';

/** So that a case moves about once a second. */
const CASES = 50;
/** How long a round lasts, in seconds. */
const ROUND = 2;
/**
 * How long it goes on before the first round that counts, in seconds, at the highest rate: until then every process here, the broker too, runs code
 * that is not compiled yet, and compiles it beside.
 */
const WARM_UP = 15;
/** How long a measured thing may take to arrive, in milliseconds. */
const PATIENCE = 10_000;

/** Starts pieces of work at a rate a second, whether earlier ones are done or not. @returns what they give */
const atRate = async (rate: number, seconds: number, work: (nr: number) => Promise<number>): Promise<number[]> => {
  const began = performance.now();
  const running: Promise<number>[] = [];
  for (let nr = 0; nr < rate * seconds; nr++) {
    await delay(Math.max(0, began + (nr * 1000) / rate - performance.now()));
    running.push(work(nr));
  }
  return Promise.all(running);
};

/** When each awaited thing was seen, by its name. */
const sightings = () => {
  const seen = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  return {
    note: (name: string) => {
      const at = performance.now();
      seen.set(name, at);
      waiting.get(name)?.(at);
    },
    at: (name: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const known = seen.get(name);
        if (known !== undefined) return resolve(known);
        const late = setTimeout(() => reject(new Error(`${name} was not seen within ${PATIENCE / 1000} s`)), PATIENCE);
        waiting.set(name, (at) => {
          clearTimeout(late);
          resolve(at);
        });
      }),
  };
};

/** A topic of its own on the broker, and one message's way into it and out again. */
const rawKafka = async (broker: string) => {
  const kafka = new Kafka({ brokers: [broker], clientId: 'bench', logLevel: logLevel.NOTHING });
  const topic = 'bench-round-trip';
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 8 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  const consumer = kafka.consumer({ groupId: 'bench' });
  const { note, at } = sightings();
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => note(String(message.key)) });
  const value = Buffer.alloc(300, 1);
  return {
    roundTrip: async (name: string): Promise<number> => {
      const began = performance.now();
      await producer.send({ topic, acks: -1, messages: [{ key: name, value }] });
      return (await at(name)) - began;
    },
    close: () => Promise.all([producer.disconnect(), consumer.disconnect()]),
  };
};

/** From the answer to a command until a watcher of the timeline has its event, at 50 and 200 commands a second, against a bare round trip through Kafka. */
export const benchVisible = async ({ rounds, quick }: Sizes): Promise<Figure[]> => {
  const harness = await startHarness({ log: 'own kafka' });
  try {
    await seedDirectory(harness);
    const { as } = harness;
    const cases = await Promise.all(Array.from({ length: CASES }, () => openCase(harness)));
    const { note, at } = sightings();
    const watching = new AbortController();
    setMaxListeners(0, watching.signal);
    const watch = async (stream: AsyncIterable<WatchCaseResponse>, watches: () => void) => {
      for await (const { message } of stream) {
        if (message?.$case === 'currentSequence') watches();
        if (message?.$case === 'entry') note(`${message.value.position?.service} ${message.value.position?.value}`);
      }
    };
    await Promise.all(
      cases.map(
        ({ caseId, position }) =>
          new Promise<void>((watches, fails) => {
            watch(as('aple').timeline.watchCase({ caseId, atLeastPosition: position }, { signal: watching.signal }), watches).catch(fails);
          }),
      ),
    );
    const raw = await rawKafka(harness.kafka?.address as string);
    // A command that makes no other service act: one that does, a threat, makes twice the events.
    const command = async (nr: number): Promise<number> => {
      const { caseId } = cases[nr % CASES] as (typeof cases)[number];
      const { position } = await as('aple').intake.assignCaseworker({ occurredAt: ago(1), caseId, person: `worker-${nr}` });
      const acknowledged = performance.now();
      return Math.max(0, (await at(`${position?.service} ${position?.value}`)) - acknowledged);
    };
    let sent = 0;
    const figures: Figure[] = [];
    await atRate(200, WARM_UP, command);
    for (const rate of quick ? [50] : [50, 200]) {
      const seen = { ours: [] as number[][], baseline: [] as number[][] };
      const noted = async (into: number[][], flight: Promise<number[]>): Promise<number> => {
        const times = await flight;
        into.push(times);
        return quantile(times, 0.5);
      };
      const measured = await interleaved(
        rounds,
        () => noted(seen.ours, atRate(rate, ROUND, command)),
        () =>
          noted(
            seen.baseline,
            atRate(rate, ROUND, () => raw.roundTrip(`message ${sent++}`)),
          ),
      );
      const slowest = { ours: seen.ours.slice(-rounds).map(p99), baseline: seen.baseline.slice(-rounds).map(p99) };
      const [most, mostOfAll] = rate === 200 ? [10, 60] : [25, undefined];
      const against = 'a bare produce → consume round trip on the same Kafka at the same rate';
      figures.push(figure(`visible, ${rate} commands a second, p50`, measured, against, most));
      figures.push(figure(`visible, ${rate} commands a second, p99`, slowest, against, mostOfAll));
    }
    watching.abort();
    await raw.close();
    return figures;
  } finally {
    await harness.stop();
  }
};

const p99 = (times: readonly number[]): number => quantile(times, 0.99);

const figure = (
  name: string,
  measured: { ours: readonly number[]; baseline: readonly number[] },
  against: string,
  most: number | undefined,
): Figure => {
  const { median } = summary(measured.ours);
  return {
    name,
    unit: 'ms',
    ...measured,
    against,
    result: `${median.toFixed(1)} ms`,
    target: most === undefined ? 'none set' : `at most ${most} ms`,
    met: most === undefined || median <= most,
  };
};
