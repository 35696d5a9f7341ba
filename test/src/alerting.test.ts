import type { Server } from '@accompany/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emitted } from './alerts/emitted.js';
import { type Watching, watch } from './alerts/prometheus.js';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { openCase } from './play.js';

const SERVICES = ['vault', 'intake', 'referral', 'timeline'] as const;
/** What a network has only once two writers have met, or a receiver has accepted. */
const ONLY_THEN = /^accompany_(append_conflicts_total|referral_time_to_accept_seconds_(sum|count|bucket))$/;

let harness: Harness;
let watching: Watching;
beforeAll(async () => {
  harness = await startHarness({ log: 'own kafka', services: SERVICES, metrics: true });
  watching = await watch(harness.network.metrics);
});
afterAll(async () => {
  await watching?.stop();
  await harness?.stop();
});

const fires = (alert: string, service: string) => async (): Promise<boolean> =>
  (await watching.firing()).some((one) => one.alert === alert && one.service === service);

const nothingFires = async (): Promise<boolean> => (await watching.firing()).length === 0;

test('a network that is well has every metric of which rules and dashboards ask, and no alert', async () => {
  await openCase(harness);
  await expect(harness.as('a21').intake.getCase({ caseId: crypto.randomUUID() })).rejects.toThrow();
  const awaited = [...emitted().keys()].filter((name) => name !== 'ALERTS' && !ONLY_THEN.test(name));
  await eventually('every metric is there', async () => {
    const there = await watching.names();
    const missing = awaited.filter((name) => !there.includes(name));
    if (missing.length > 0) throw new Error(`Prometheus does not have ${missing.join(', ')}`);
    return true;
  });
  await eventually('every service serves, as Prometheus has it', async () => {
    const serving = await watching.ask('accompany_health{accompany_dependency=""} == 1');
    return SERVICES.every((name) => serving.some(({ service_name }) => service_name === `accompany-${name}`));
  });
  await eventually('nothing fires', nothingFires);
});

test('a service that is away fires, until it is back', async () => {
  await harness.network.kill('referral');
  await eventually('ServiceDown fires', fires('ServiceDown', 'accompany-referral'));
  await harness.network.restart('referral');
  await eventually('nothing fires', nothingFires);
});

test('Kafka away while commands come: they succeed, the age of what waits fires, and all is sent afterwards', async () => {
  const kafka = harness.kafka as Server;
  await kafka.kill();
  await openCase(harness);
  await eventually('OutboxStuck fires', fires('OutboxStuck', 'accompany-intake'));
  expect(await watching.ask('accompany_outbox_pending{service_name="accompany-intake"} > 0')).toHaveLength(1);
  await kafka.restart();
  await eventually('OutboxStuck is over', async () => !(await fires('OutboxStuck', 'accompany-intake')()), 90_000);
  expect(await watching.ask('accompany_outbox_pending{service_name="accompany-intake"} > 0')).toEqual([]);
}, 180_000);
