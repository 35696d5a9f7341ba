import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promtool } from '@accompany/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, dashboardFiles, filledIn, type Panel, readDashboard } from './dashboards.js';
import { emitted } from './emitted.js';
import { askedIn, unknownIn } from './promql.js';
import { alerts, known, recorded } from './rules.js';

const expressionsOf = ({ panels, annotations }: Dashboard): string[] =>
  [...panels.flatMap(({ targets }) => targets), ...annotations.list].map(({ expr }) => filledIn(expr));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-dashboards-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(dashboardFiles)('%s', (file) => {
  test('is a dashboard whose panels have an id and a place of their own', () => {
    const { panels, uid } = readDashboard(file);
    expect(uid).toBe(`accompany-${file.replace('.json', '')}`);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { targets } of panels) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    const squares = panels.flatMap(squaresOf);
    expect(squares.filter(([x]) => x >= 24)).toEqual([]);
    expect(new Set(squares.map(String)).size).toBe(squares.length);
  });

  test('has only expressions that Prometheus takes', async () => {
    const rules = expressionsOf(readDashboard(file)).map((expr, number) => ({ record: `panel:${number}`, expr }));
    const rulesFile = join(folder, `${file}.rules.yml`);
    await writeFile(rulesFile, JSON.stringify({ groups: [{ name: file, rules }] }));
    expect(await promtool('check', 'rules', rulesFile)).toContain(`${rules.length} rules found`);
  });

  test('asks only for metrics and labels that services emit', () => {
    const read = readDashboard(file);
    expect(expressionsOf(read).flatMap((expression) => unknownIn(expression, known()))).toEqual([]);
    const legends = read.panels.flatMap(({ targets }) => targets.map(({ expr, legendFormat }) => ({ expr, legend: legendFormat })));
    for (const { expr, legend } of legends) {
      const labels = new Set(askedIn(filledIn(expr)).flatMap(({ metric }) => known().get(metric) ?? []));
      expect([...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label).filter((label) => !labels.has(label as string))).toEqual([]);
    }
    for (const { query } of read.templating.list.filter(({ type }) => type === 'query')) {
      const [metric, label] = (/\((\w+), (\w+)\)/.exec(query) ?? []).slice(1);
      expect(known().get(metric as string)).toContain(label);
    }
  });
});

test('there is no metric that nobody looks at', () => {
  const expressions = [
    ...dashboardFiles.map(readDashboard).flatMap(expressionsOf),
    ...alerts.map(({ expr }) => expr),
    ...recorded.map(({ expr }) => expr),
  ];
  const looked = new Set(expressions.flatMap(askedIn).map(({ metric }) => metric.replace(/_(sum|count|bucket)$/, '')));
  expect([...emitted().keys()].filter((metric) => !looked.has(metric.replace(/_(sum|count|bucket)$/, '')))).toEqual([]);
});

const squaresOf = ({ gridPos: { x, y, w, h } }: Panel): [x: number, y: number][] =>
  Array.from({ length: w * h }, (_, square) => [x + (square % w), y + Math.floor(square / w)]);
