import { METRICS, prometheusName } from '@accompany/runtime/telemetry';

/** The labels of every series: the job and address that the scrape adds, and the name of the service. */
const OF_EVERY_SERIES = ['job', 'instance', 'service_name'];

/** What Prometheus makes of a metric of each kind. */
const SERIES = { gauge: [''], counter: ['_total'], histogram: ['_sum', '_count', '_bucket'] } as const;

/** Names of series as Prometheus has them, each with its labels. */
export type Series = ReadonlyMap<string, readonly string[]>;

/** Every series that the services emit, and what Prometheus adds of its own. */
export const emitted = (): Series =>
  new Map([
    ['up', OF_EVERY_SERIES],
    ['ALERTS', [...OF_EVERY_SERIES, 'alertname', 'alertstate', 'severity']],
    ...Object.entries(METRICS).flatMap(([name, { kind, unit, attributes }]) => {
      const base = prometheusName(name, unit);
      const labels = [...OF_EVERY_SERIES, ...attributes.map((attribute) => attribute.replaceAll('.', '_'))];
      return SERIES[kind].map((end) => [`${base}${end}`, end === '_bucket' ? [...labels, 'le'] : labels] as const);
    }),
  ]);
