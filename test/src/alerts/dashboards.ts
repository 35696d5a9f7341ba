import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const folder = fileURLToPath(new URL('../../../infra/grafana/', import.meta.url));

const datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.string().regex(/^\$\{datasource\}$/) });
const target = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  expr: z.string(),
  legendFormat: z.string(),
  instant: z.literal(true).optional(),
  format: z.literal('heatmap').optional(),
});
const panel = z.strictObject({
  id: z.int().positive(),
  type: z.enum(['stat', 'timeseries', 'state-timeline', 'heatmap']),
  title: z.string().min(1),
  description: z.string().min(1),
  datasource,
  gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1), h: z.int().min(1) }),
  targets: z.array(target).min(1),
  fieldConfig: z.strictObject({ defaults: z.looseObject({ unit: z.string().min(1) }), overrides: z.array(z.never()) }),
  options: z.record(z.string(), z.unknown()),
});
const variable = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('datasource'), name: z.literal('datasource'), query: z.literal('prometheus') }),
  z.looseObject({ type: z.literal('query'), name: z.string(), datasource, query: z.string().regex(/^label_values\(\w+, \w+\)$/) }),
]);

/** The part of Grafana's dashboard model (schema version 39) that ours keep to. */
const dashboard = z.looseObject({
  uid: z.string().regex(/^accompany-[a-z]+$/),
  title: z.string().min(1),
  tags: z.tuple([z.literal('accompany')]),
  schemaVersion: z.literal(39),
  templating: z.strictObject({ list: z.tuple([variable]).rest(variable) }),
  annotations: z.strictObject({ list: z.array(z.looseObject({ datasource, expr: z.string() })) }),
  panels: z.array(panel).min(1),
});

export type Dashboard = z.infer<typeof dashboard>;
export type Panel = z.infer<typeof panel>;

/** The names of the files that hold dashboards. */
export const dashboardFiles = readdirSync(folder).filter((file) => file.endsWith('.json'));

/**
 * Reads a dashboard.
 * @throws ZodError that says where it is not one that Grafana shows
 */
export const readDashboard = (file: string): Dashboard => dashboard.parse(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')));

/** An expression as Prometheus gets it from Grafana: the variables have values. */
export const filledIn = (expression: string): string =>
  expression.replaceAll('$__rate_interval', '1m').replaceAll('$service', 'accompany-intake');
