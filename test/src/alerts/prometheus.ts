import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Addresses, startPrometheus } from '@accompany/local';
import { parse } from 'yaml';
import { prometheusFolder } from './rules.js';

/** A Prometheus that watches a network by our configuration and our rules, only sooner. */
export type Watching = {
  /** The labels of each series that an expression has now. */
  ask(expression: string): Promise<Record<string, string>[]>;
  /** The names of all series that it has seen. */
  names(): Promise<string[]>;
  /** Which alerts fire now. */
  firing(): Promise<{ alert: string; service: string | undefined }[]>;
  stop(): Promise<void>;
};

/** What is sooner: seconds for minutes, and 3 s for the minute that an event may wait to be sent. */
const SOON = { interval: '2s', for: '4s', outbox: 'accompany_outbox_oldest_age_seconds > 3' };

type Rules = { groups: { rules: { alert?: string; expr: string; for?: string }[] }[] };
type Configuration = { scrape_configs: { static_configs: unknown[] }[] };

/** Starts Prometheus on the addresses at which services answer with their metrics. */
export const watch = async (metrics: Addresses): Promise<Watching> => {
  const folder = await mkdtemp(join(tmpdir(), 'accompany-watch-'));
  const read = <File>(file: string): File => parse(readFileSync(`${prometheusFolder}${file}`, 'utf8')) as File;
  const rules = read<Rules>('accompany.rules.yml');
  for (const rule of rules.groups.flatMap((group) => group.rules)) {
    if (rule.for !== undefined) rule.for = SOON.for;
    if (rule.alert === 'OutboxStuck') rule.expr = SOON.outbox;
  }
  const configuration = read<Configuration>('prometheus.yml');
  for (const scraped of configuration.scrape_configs)
    scraped.static_configs = Object.entries(metrics).map(([service, address]) => ({
      targets: [address],
      labels: { service_name: `accompany-${service}` },
    }));
  const rulesFile = join(folder, 'rules.yml');
  const file = join(folder, 'prometheus.yml');
  const sooner = { scrape_interval: SOON.interval, scrape_timeout: SOON.interval, evaluation_interval: SOON.interval };
  // YAML reads JSON.
  await writeFile(rulesFile, JSON.stringify(rules));
  await writeFile(file, JSON.stringify({ ...configuration, global: sooner, rule_files: [rulesFile] }));
  const server = await startPrometheus(file);

  const get = async <Data>(path: string): Promise<Data> => {
    const answer = (await (await fetch(`http://${server.address}/api/v1/${path}`)).json()) as { data?: Data; error?: string };
    if (answer.data === undefined) throw new Error(`Prometheus refused ${path}: ${answer.error}`);
    return answer.data;
  };
  const ask = async (expression: string): Promise<Record<string, string>[]> => {
    const { result } = await get<{ result: { metric: Record<string, string> }[] }>(`query?query=${encodeURIComponent(expression)}`);
    return result.map(({ metric }) => metric);
  };
  return {
    ask,
    names: () => get<string[]>('label/__name__/values'),
    firing: async () =>
      (await ask('ALERTS{alertstate="firing"}')).map(({ alertname, service_name }) => ({
        alert: alertname as string,
        service: service_name,
      })),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
};
