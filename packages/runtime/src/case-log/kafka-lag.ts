import type { ConsumerLag } from './case-log.js';
import type { Admin } from './kafka-client.js';

const SECOND_MS = 1_000;
/** Each step of the search looks so many times as far back, until it is beyond all that is kept. */
const STEP = 8;
const BEYOND_MS = 10 * 365 * 24 * 60 * 60 * SECOND_MS;
/** Halvings of the last step, on a scale of ratios: within 7 percent. */
const HALVINGS = 5;

/** What the group has not committed, by topic and partition, and since when. A partition without lag costs nothing more. */
export const lagOf = async (admin: Admin, group: string, topics: string[]): Promise<ConsumerLag[]> => {
  const committed = await admin.fetchOffsets({ groupId: group, topics });
  const lags = await Promise.all(
    committed.map(async ({ topic, partitions }) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const firstSince = rememberedBySince((time) => admin.fetchTopicOffsetsByTimestamp(topic, time));
      return Promise.all(
        ends.map(async ({ partition, high, low }) => {
          const offset = Number(partitions.find((known) => known.partition === partition)?.offset ?? -1);
          const next = Math.max(offset, Number(low));
          // A topic that was made again may be shorter than what was read of the old one.
          const events = Math.max(0, Number(high) - next);
          return { topic, partition, events, oldestAt: events > 0 ? await writtenAt(partition, next, firstSince) : undefined };
        }),
      );
    }),
  );
  return lags.flat().sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic) || a.partition - b.partition);
};

/** The first offset of each partition that was written at a time or later; the end where there is none. */
type FirstSince = (time: number) => Promise<{ partition: number; offset: string }[]>;

/** Partitions that are behind alike ask for the same times. */
const rememberedBySince = (ask: FirstSince): FirstSince => {
  const asked = new Map<number, ReturnType<FirstSince>>();
  return (time) => {
    const answer = asked.get(time) ?? ask(time);
    asked.set(time, answer);
    return answer;
  };
};

/**
 * When the record at an offset was written, at the latest: Kafka's client reads no single record, but the server knows which
 * offset is the first since a time. Less than a second ago counts as now.
 */
const writtenAt = async (partition: number, offset: number, firstSince: FirstSince): Promise<Date> => {
  const now = Math.floor(Date.now() / SECOND_MS) * SECOND_MS;
  const isWithin = async (age: number): Promise<boolean> => {
    const first = (await firstSince(now - age)).find((one) => one.partition === partition);
    return Number(first?.offset) <= offset;
  };
  let [longerThan, within] = [0, SECOND_MS];
  while (within < BEYOND_MS && !(await isWithin(within))) [longerThan, within] = [within, within * STEP];
  for (let halved = 0; longerThan > 0 && halved < HALVINGS; halved++) {
    const middle = Math.round(Math.sqrt(longerThan * within));
    if (await isWithin(middle)) within = middle;
    else longerThan = middle;
  }
  return new Date(longerThan === 0 ? Date.now() : now - longerThan);
};
