import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { emitted, type Series } from './emitted.js';

/** The folder of the rules for Prometheus. */
export const prometheusFolder = fileURLToPath(new URL('../../../infra/prometheus/', import.meta.url));

const recording = z.strictObject({ record: z.string(), expr: z.string() });
const alerting = z.strictObject({
  alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'notice']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
});
const ruleFile = z.object({ groups: z.array(z.object({ rules: z.array(z.union([recording, alerting])) })) });

export type Alert = z.infer<typeof alerting>;

const read = (file: string): unknown => parse(readFileSync(`${prometheusFolder}${file}`, 'utf8'));
const rules = ruleFile.parse(read('accompany.rules.yml')).groups.flatMap((group) => group.rules);

/** Every alert of the network. */
export const alerts: readonly Alert[] = rules.filter((rule) => 'alert' in rule);

/** Every series that the rules record. Its labels stand before the first colon of its name, as Prometheus' convention has it. */
export const recorded = rules.filter((rule) => 'record' in rule);

/** What an expression can ask for: what the services emit, and what the rules record. */
export const known = (): Series =>
  new Map([...emitted(), ...recorded.map(({ record }) => [record, [record.split(':')[0] as string]] as const)]);

const testFile = z.object({
  tests: z.array(z.object({ alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()).optional() })) })),
});

/** The files of cases that promtool tries. */
export const testFiles = ['accompany.rules.test.yml', 'access.rules.test.yml'];

/** For every case that promtool tries: the alert, and whether it fires. */
export const triedCases = testFiles
  .flatMap((file) => testFile.parse(read(file)).tests)
  .flatMap(({ alert_rule_test }) =>
    alert_rule_test.map(({ alertname, exp_alerts = [] }) => ({ alert: alertname, fires: exp_alerts.length > 0 })),
  );
