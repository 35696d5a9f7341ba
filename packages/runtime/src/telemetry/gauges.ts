import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Attributes, ObservableGauge } from '@opentelemetry/api';
import type { Standing } from '../standing.js';
import type { GaugeName, Listed } from './allowed.js';
import { meter, optionsOf } from './instruments.js';

/** Where gauges are read. */
export type Sources = {
  readonly now: () => Date;
  readonly standing: () => Promise<Standing>;
  /** The service's consumers of the log by name, so that one with nothing parked is told, too. */
  readonly consumers: readonly string[];
  readonly serving: () => boolean;
  readonly dependencies: () => readonly { readonly name: string; readonly serving: boolean }[];
  /** Gauges of the service's own. */
  readonly own: { readonly [Name in GaugeName]?: () => Promise<number> };
};

type Tell = (name: GaugeName, value: number, attributes?: Listed) => void;

/**
 * Reads the gauges whenever metrics are collected. How the service stands is read once a collection, and not again while a reading is
 * under way, so that a database that is away holds up neither the collection, which has a time limit, nor the service.
 */
export const observeGauges = (sources: Sources): void => {
  const { p50, p99, max } = {
    p50: 'nodejs.eventloop.delay.p50',
    p99: 'nodejs.eventloop.delay.p99',
    max: 'nodejs.eventloop.delay.max',
  } as const;
  const delay = monitorEventLoopDelay();
  delay.enable();
  collected([p50, p99, max], (tell) => {
    if (delay.count === 0) return;
    tell(p50, delay.percentile(50) / 1e9);
    tell(p99, delay.percentile(99) / 1e9);
    tell(max, delay.max / 1e9);
    delay.reset();
  });
  collected(['accompany.health'], (tell) => {
    tell('accompany.health', Number(sources.serving()));
    for (const { name, serving } of sources.dependencies()) tell('accompany.health', Number(serving), { 'accompany.dependency': name });
  });
  const read = oneAtATime(sources.standing);
  collected(OF_STANDING, async (tell) => tellStanding(await read(), sources, tell));
  for (const name of Object.keys(sources.own) as GaugeName[]) {
    const ask = oneAtATime(sources.own[name] as () => Promise<number>);
    collected([name], async (tell) => tell(name, await ask()));
  }
};

const OF_STANDING = [
  'accompany.outbox.oldest_age',
  'accompany.outbox.pending',
  'accompany.consumer.lag',
  'accompany.consumer.lag_age',
  'accompany.view.lag_age',
  'accompany.parked',
  'accompany.set_aside',
  'accompany.timers.overdue',
] as const satisfies GaugeName[];

const tellStanding = (standing: Standing, { now, consumers }: Sources, tell: Tell): void => {
  const at = now().getTime();
  const age = (since: Date | undefined): number => (since === undefined ? 0 : Math.max(0, at - since.getTime()) / 1000);
  tell('accompany.outbox.pending', standing.pending);
  tell('accompany.outbox.oldest_age', age(standing.oldestUnsentAt));
  for (const { topic, partition, events, oldestAt } of standing.lags) {
    const where = { 'messaging.destination.name': topic, 'messaging.destination.partition.id': String(partition) };
    tell('accompany.consumer.lag', events, where);
    tell('accompany.consumer.lag_age', age(oldestAt), where);
  }
  for (const { name, oldestAt } of standing.views) tell('accompany.view.lag_age', age(oldestAt), { 'accompany.view': name });
  for (const consumer of new Set([...consumers, ...standing.parked.map((one) => one.consumer)]))
    tell('accompany.parked', standing.parked.filter((one) => one.consumer === consumer).length, { 'accompany.consumer': consumer });
  tell('accompany.set_aside', standing.setAside);
  tell('accompany.timers.overdue', standing.timersOverdue);
};

const collected = (names: readonly GaugeName[], ask: (tell: Tell) => void | Promise<void>): void => {
  const gauges = new Map<GaugeName, ObservableGauge>(names.map((name) => [name, meter().createObservableGauge(name, optionsOf(name))]));
  meter().addBatchObservableCallback(
    (result) => ask((name, value, attributes) => result.observe(gauges.get(name) as ObservableGauge, value, attributes as Attributes)),
    [...gauges.values()],
  );
};

/** Joins whoever asks while an answer is under way. */
const oneAtATime = <Result>(ask: () => Promise<Result>): (() => Promise<Result>) => {
  let asked: Promise<Result> | undefined;
  return () => {
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return asked;
  };
};
