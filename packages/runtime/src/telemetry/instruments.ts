import { type Attributes, type Counter, type Histogram, metrics } from '@opentelemetry/api';
import { type CounterName, type HistogramName, type Listed, METRICS, type MetricName } from './allowed.js';

/** Made at their first use, which comes after the start of telemetry; without it they do nothing. */
const histograms = new Map<HistogramName, Histogram>();
const counters = new Map<CounterName, Counter>();

/** The meter of this process. */
export const meter = () => metrics.getMeter('accompany');

/** Unit, description and buckets of a listed metric. */
export const optionsOf = (name: MetricName) => {
  const { unit, about, ...rest } = METRICS[name];
  return { unit, description: about, ...('buckets' in rest ? { advice: { explicitBucketBoundaries: [...rest.buckets] } } : {}) };
};

/** Records a value in the metric's unit. The attributes are best an object that is used again. */
export const recordMetric = (name: HistogramName, value: number, attributes?: Listed): void => {
  let histogram = histograms.get(name);
  if (histogram === undefined) {
    histogram = meter().createHistogram(name, optionsOf(name));
    histograms.set(name, histogram);
  }
  histogram.record(value, attributes as Attributes);
};

/** Adds to a counter. */
export const countMetric = (name: CounterName, by: number, attributes?: Listed): void => {
  let counter = counters.get(name);
  if (counter === undefined) {
    counter = meter().createCounter(name, optionsOf(name));
    counters.set(name, counter);
  }
  counter.add(by, attributes as Attributes);
};
