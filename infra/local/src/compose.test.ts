import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { serverNames } from './provide.js';

type Service = { image: string; ports: string[]; environment?: Record<string, string | number>; healthcheck: { test: string } };

const text = await readFile(new URL('../compose.yaml', import.meta.url), 'utf8');
const { services, volumes } = parse(text) as { services: Record<string, Service>; volumes: object };

test('compose.yaml has each server, at a version, healthy before it counts as up, open to this machine only', () => {
  expect(Object.keys(services)).toEqual(serverNames);
  for (const [name, { image, ports, healthcheck }] of Object.entries(services)) {
    expect(image).toMatch(/:\d+\.\d+/);
    expect(healthcheck.test).not.toBe('');
    expect(ports).toEqual([expect.stringMatching(new RegExp(`^127\\.0\\.0\\.1:\\$\\{ACCOMPANY_${name.toUpperCase()}_PORT:\\?\\}:\\d+$`))]);
  }
  expect(Object.keys(volumes)).toEqual(['postgres', 'kafka']);
});

test('compose.yaml asks for nothing that its caller does not give, and Kafka tells clients the port that is open', () => {
  const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  expect([...new Set(asked)].sort()).toEqual([
    'ACCOMPANY_KAFKA_CLUSTER',
    'ACCOMPANY_KAFKA_PORT',
    'ACCOMPANY_NATS_PORT',
    'ACCOMPANY_POSTGRES_PASSWORD',
    'ACCOMPANY_POSTGRES_PORT',
    'ACCOMPANY_ZIPKIN_PORT',
  ]);
  const settings = services.kafka?.environment;
  expect(settings).toMatchObject({
    KAFKA_ADVERTISED_LISTENERS: expect.stringMatching(/^PLAINTEXT:\/\/127\.0\.0\.1:\$\{ACCOMPANY_KAFKA_PORT:\?\}$/),
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_LOG_RETENTION_MS: -1,
  });
  const listening = /PLAINTEXT:\/\/:(\d+)/.exec(`${settings?.KAFKA_LISTENERS}`)?.[1];
  expect(services.kafka?.ports[0]?.endsWith(`:${listening}`)).toBe(true);
});
