import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promtool } from '@accompany/local';
import { describe, expect, test } from 'vitest';
import { askedIn, unknownIn } from './promql.js';
import { alerts, known, prometheusFolder, recorded, testFiles, triedCases } from './rules.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const HEADINGS = ['What it says', 'What people notice', 'How to look', 'How to repair', 'When it is over'];

test('Prometheus takes the configuration and the rules', async () => {
  expect(await promtool('check', 'config', '--lint-fatal', `${prometheusFolder}prometheus.yml`)).toContain('1 rule files found');
});

test.each(testFiles)('the alerts of %s fire when they must, and only then', async (file) => {
  expect(await promtool('test', 'rules', `${prometheusFolder}${file}`)).toContain('SUCCESS');
});

test('every alert is tried on series on which it fires and on series on which it does not', () => {
  const tried = (fires: boolean) => new Set(triedCases.filter((one) => one.fires === fires).map(({ alert }) => alert));
  const all = new Set(alerts.map(({ alert }) => alert));
  expect(tried(true)).toEqual(all);
  expect(tried(false)).toEqual(all);
});

test.each([...recorded.map(({ record, expr }) => ({ name: record, expr })), ...alerts.map(({ alert, expr }) => ({ name: alert, expr }))])(
  '$name asks only for metrics and labels that services emit',
  ({ expr }) => {
    expect(unknownIn(expr, known())).toEqual([]);
  },
);

describe.each(alerts)('$alert', ({ alert, expr, annotations }) => {
  test('shows only labels that its metrics have', () => {
    const labels = new Set(askedIn(expr).flatMap(({ metric }) => known().get(metric) ?? []));
    const shown = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    expect(shown.filter((label) => !labels.has(label as string))).toEqual([]);
  });

  test('has a page that says what to do', () => {
    expect(annotations.runbook_url).toBe(`docs/runbooks/${pageOf(alert)}`);
    const page = readFileSync(`${root}${annotations.runbook_url}`, 'utf8');
    expect(page).toMatch(new RegExp(`^# ${alert}$`, 'm'));
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
  });
});

test('there is no page without its alert', () => {
  expect(readdirSync(`${root}docs/runbooks`).sort()).toEqual(alerts.map(({ alert }) => pageOf(alert)).sort());
});

const pageOf = (alert: string): string => `${alert.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`;
