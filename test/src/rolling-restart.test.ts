import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { refusal, SERVICES } from '@accompany/client';
import { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import { serviceNames } from '@accompany/local';
import { ChannelCredentials, createChannel, createClient, Metadata } from 'nice-grpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, openCase, seedDirectory } from './play.js';

/** One call in so many milliseconds: 50 a second. */
const EVERY_MS = 20;
const CASES = 20;
const policy = readFileSync(new URL('../../packages/client/retry-policy.json', import.meta.url), 'utf8');

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await seedDirectory(harness);
});
afterAll(() => harness?.stop());

/** Clients as another language has them: a channel with the published policy, and nothing of ours. */
const bareClients = ({ network: { certificates, services } }: Harness) => {
  const [ca, key, cert] = ['ca.pem', 'agency-aple.key', 'agency-aple.pem'].map((file) => readFileSync(join(certificates, file)));
  const credentials = ChannelCredentials.createSsl(ca, key, cert);
  const channelTo = (address: string | undefined) => createChannel(String(address), credentials, { 'grpc.service_config': policy });
  const channels = [channelTo(services.intake), channelTo(services.directory)] as const;
  return {
    intake: createClient(IntakeServiceDefinition, channels[0]),
    directory: createClient(DirectoryServiceDefinition, channels[1]),
    close: () => channels.forEach((channel) => void channel.close()),
  };
};

/** The calls that are made in turn: each service is asked, by ours and by bare clients, and some commands need a new key of the vault. */
const callsOn = (cases: readonly string[], acknowledged: Set<string>) => {
  const bare = bareClients(harness);
  const { as, operator } = harness;
  const metadata = Metadata({ 'accompany-person': 'aple-1' });
  const command =
    <Answer>(send: (mutation: { requestId: string; occurredAt: Date }) => Promise<Answer>) =>
    async (): Promise<void> => {
      const mutation = { requestId: randomUUID(), occurredAt: ago(1) };
      await send(mutation);
      acknowledged.add(mutation.requestId);
    };
  let made = 0;
  const caseId = (): string => cases[made++ % cases.length] as string;
  const threat = () => ({ caseId: caseId(), kind: 1, description: 'A made-up threat.' });
  const support = () => ({ caseId: caseId(), kind: 2, amount: '1.50', currency: 'USD', reason: 'A made-up reason.' });
  const report = { source: 1, purposes: [1], incident: 1, account: 'A made-up account.' };
  return {
    calls: {
      'a threat': command((mutation) => as('aple').intake.reportThreat({ ...mutation, ...threat() })),
      'a threat by a bare client': command((mutation) => bare.intake.reportThreat({ ...mutation, ...threat() }, { metadata })),
      'a report': command((mutation) => as('aple').intake.receiveReport({ ...mutation, ...report })),
      support: command((mutation) => as('aple').referral.recordSupport({ ...mutation, ...support() })),
      timeline: () => as('aple').timeline.getTimeline({ caseId: caseId() }),
      assessments: () => as('aple').assessment.listAssessments({ caseId: caseId() }),
      matters: () => as('aple').legalAid.listMatters({ caseId: caseId() }),
      'an agency': () => operator.directory.getAgency({ agencyId: 'a21' }),
      'an agency by a bare client': () => bare.directory.getAgency({ agencyId: 'a21' }, { metadata }),
    } satisfies Record<string, () => Promise<unknown>>,
    close: bare.close,
  };
};

test('each service is restarted in turn under 50 calls a second, and no call fails and nothing happens twice', {
  timeout: 300_000,
}, async () => {
  const cases = await inParallel(
    4,
    Array.from({ length: CASES }, () => () => openCase(harness)),
  );
  const acknowledged = new Set<string>();
  const { calls, close } = callsOn(
    cases.map(({ caseId }) => caseId),
    acknowledged,
  );
  const failed: string[] = [];
  const underWay = new Set<Promise<void>>();
  let restarted = 'nothing';
  const make = async (name: string, call: () => Promise<unknown>): Promise<void> => {
    await call().catch((error: unknown) => {
      const { code, message } = refusal(error) ?? {};
      failed.push(`${name} while ${restarted} was restarted: ${code ?? error} ${message}`);
    });
  };
  for (const [name, call] of Object.entries(calls)) await make(name, call);
  expect(failed).toEqual([]);

  const restarting = (async () => {
    for (const service of serviceNames) {
      restarted = service;
      await harness.network.restart(service);
    }
  })();
  const ended = restarting.then(() => true);
  const turns = Object.entries(calls);
  for (let nr = 0; !(await Promise.race([ended, delay(EVERY_MS)])); nr++) {
    const [name, call] = turns[nr % turns.length] as (typeof turns)[number];
    const made = make(name, call).finally(() => underWay.delete(made));
    underWay.add(made);
  }
  await restarting;
  await Promise.all(underWay);
  close();

  expect(failed).toEqual([]);
  expect(harness.deaths).toEqual([]);
  const stored = await Promise.all(
    (['intake', 'referral'] as const).map(async (service) => {
      const { rows } = await harness.db(service).query("select metadata::json ->> 'correlation' as request, stream, version from events");
      return rows.map(({ request }) => String(request)).filter((request) => acknowledged.has(request));
    }),
  );
  expect(stored.flat().sort()).toEqual([...acknowledged].sort());
});

test('the published policy gives a time limit to every call but the streams', () => {
  const [usual, streams] = JSON.parse(policy).methodConfig;
  const streaming = Object.values(SERVICES).flatMap(({ fullName, methods }) =>
    Object.values(methods).flatMap(({ name, responseStream }) => (responseStream ? [{ service: fullName, method: name }] : [])),
  );
  expect(usual).toMatchObject({ name: [{}], timeout: '10s', waitForReady: true });
  expect(streams).toEqual({ name: streaming, waitForReady: true });
});
