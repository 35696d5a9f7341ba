import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Network, refusal, SERVICES } from '@accompany/client';
import { VaultServiceDefinition } from '@accompany/contracts/vault/v1/service';
import { type ServiceName, serviceNames } from '@accompany/local';
import { connect } from 'nats';
import { ChannelCredentials, createChannel, createClient } from 'nice-grpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importOscar } from '../../packages/cli/src/oscar/import.js';
import { sampleClient } from '../../packages/cli/src/oscar/samples.js';
import { fieldsOf, rpcsOf } from './contract.js';
import { type Harness, startHarness } from './harness.js';
import { MARK, marked, type Place, placesInDatabase, placesInFolder, secret } from './needle.js';
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.js';
import { ago, type Directory, seedDirectory } from './play.js';
import { playAssessment, playCarePlan, playIntake, playMatter, playProgramme, playReferral } from './secret-case.js';
import { settled } from './settled.js';

let receiver: OtlpReceiver;
let harness: Harness;
let directory: Directory;
const heard: Place[] = [];
const refused: Place[] = [];
const planted = new Set<string>();
const plant = (field: string): string => {
  planted.add(field);
  return secret(field);
};

const listen = async (): Promise<() => Promise<void>> => {
  const nats = await connect({ servers: process.env.ACCOMPANY_NATS as string });
  nats.subscribe('>', {
    callback: (_error, message) =>
      heard.push({ where: message.subject, bytes: Buffer.concat([Buffer.from(message.subject), message.data]) }),
  });
  await nats.flush();
  return () => nats.close();
};

let deafen: () => Promise<void>;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  harness = await startHarness({
    log: 'own kafka',
    metrics: true,
    environment: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, ACCOMPANY_LOG_LEVEL: 'debug' }),
  });
  deafen = await listen();
  directory = await seedDirectory(harness);
});
afterAll(async () => {
  await deafen?.();
  await harness?.stop();
  receiver?.stop();
});

/** Texts of requests that are free: neither ids nor codes nor words that a pattern binds, and not the directory's, which takes none of persons. */
const NOT_PERSONAL =
  /_id$|_ids$|^(etag|page_token|agency|agencies|sender|receiver|to_agency|person|lawyer|area_code|place_code|last_place_code|authority|date_of_birth|held_on|held_until|amount|currency|code|system|id|service|supersedes|instrument|aspect|stream|view|action)$/;
const NOT_PERSONAL_THERE = [
  'QuarantineRecordRequest.reason',
  'SourceService.name',
  'BeginProgrammeRequest.name',
  'AnnounceProgrammeEndRequest.reason',
  'ContinueProgrammeRequest.reason',
];

const personalFields = (): string[] => {
  const { directory: _directory, timeline: _timeline, work: _work, ...services } = SERVICES;
  const texts = Object.values(services).flatMap((service) =>
    rpcsOf(service).flatMap(({ request }) => fieldsOf(request).filter(({ kind }) => kind === 'text')),
  );
  return [...new Set(texts.filter(({ name }) => !NOT_PERSONAL.test(name)).map(({ declared }) => declared))].filter(
    (declared) => !NOT_PERSONAL_THERE.includes(declared),
  );
};

/** Sends each call with secrets where they do not belong: as ids and etags, with control characters, too long, by a stranger. */
const provokeRefusals = async (): Promise<number> => {
  let answers = 0;
  const callers: Network[] = [harness.as('aple'), harness.as('dosvy-phnom-penh')];
  for (const [name, service] of Object.entries(SERVICES))
    for (const { key, request, streams } of rpcsOf(service)) {
      if (streams) continue;
      const fields = fieldsOf(request).filter(({ kind, chosen }) => kind === 'text' && !chosen);
      const spoilt = [(text: string) => text, (text: string) => `${text}\u0007`, (text: string) => text.repeat(600)];
      for (const spoil of spoilt) {
        const body = fields.reduce((filled, field) => field.set(filled, spoil(secret(field.declared))), { occurredAt: ago(1) } as object);
        for (const caller of callers) {
          const call = (caller as unknown as Record<string, Record<string, (body: object) => Promise<unknown>>>)[name]?.[key];
          const error = await call?.(body).catch((thrown: unknown) => thrown);
          refused.push({ where: `${service.fullName}/${key}`, bytes: Buffer.from(JSON.stringify([refusal(error), String(error)])) });
          answers += 1;
        }
      }
    }
  return answers;
};

test('secrets in every personal field, played, imported and refused, lie nowhere but sealed', { timeout: 180_000 }, async () => {
  const { reportId, caseId, consentId, position, quarantineId, close } = await playIntake(harness, plant);
  const { assessmentId, needId, needAt, approvedAt } = await playAssessment(harness, plant, caseId);
  await playCarePlan(harness, plant, caseId);
  const positions = [position, needAt];
  const { referralId, planId, sessionId, supportId } = await playReferral(harness, plant, directory, {
    caseId,
    consentId,
    needId,
    positions,
  });
  const { matterId } = await playMatter(harness, plant, caseId, [position]);
  await close(assessmentId, approvedAt, matterId);
  const { volunteerId } = await playProgramme(harness, plant);
  expect([...planted].sort()).toEqual(personalFields().sort());

  // They were taken in: those who may read them get them back unchanged.
  const [aple, a21] = [harness.as('aple'), harness.as('a21')];
  const read = [
    (await aple.intake.getReport({ reportId })).account,
    (await aple.intake.getCase({ caseId })).identity?.givenName,
    (await aple.intake.getQuarantined({ quarantineId })).original,
    (await aple.assessment.getAssessment({ assessmentId })).findings,
    (await aple.assessment.getCarePlan({ caseId })).feedback[0]?.said,
    (await a21.referral.getReferral({ referralId })).note,
    (await a21.referral.getPlan({ planId })).goal,
    (await a21.referral.getSessionNote({ planId, sessionId })).note,
    (await aple.referral.getSupport({ supportId })).reason,
    (await aple.legalAid.getMatter({ matterId })).counsels[0]?.notes,
    (await aple.programme.getVolunteer({ volunteerId })).contact?.address,
  ];
  const names = ['ReceiveReportRequest.account', 'ClientIdentity.given_name'];
  expect(read.slice(0, 2)).toEqual(names.map(secret));
  for (const text of read) expect(text).toContain(MARK);

  // An import of another system's file, with a client that is taken in and one that is set aside.
  await harness.operator.directory.registerAgency({
    occurredAt: ago(5),
    agencyId: 'dosvy-siem-reap',
    name: 'Example department',
    kinds: [4],
    externalReferences: [{ system: 'oscar', id: 'demo' }],
  });
  const person = {
    given_name: secret('given'),
    family_name: secret('family'),
    local_given_name: secret('local'),
    reason_for_referral: secret('why'),
  };
  const clients = [
    sampleClient(person),
    sampleClient({ ...person, global_id: '01FICTIONALCLIENT000000002', organization_name: 'nobody-knows' }),
  ];
  const imported = await importOscar(JSON.stringify(clients), { network: aple, receiver: 'aple', now: new Date(), file: 'file' });
  expect(imported.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'quarantined']);

  expect(await provokeRefusals()).toBeGreaterThan(300);
  const stranger = harness.as('dosvy-phnom-penh');
  const wrong = [
    a21.referral.declineReferral({ referralId, occurredAt: ago(1), reason: 1, note: secret('note') }),
    a21.referral.holdService({ referralId, occurredAt: ago(1), note: secret('note') }),
    aple.intake.screenReport({ reportId, occurredAt: ago(1), urgency: 1, notes: secret('notes') }),
    stranger.intake.raiseRisk({ caseId, occurredAt: ago(1), to: 4, reason: secret('reason') }),
    stranger.legalAid.recordInvestigationProgress({ matterId, occurredAt: ago(1), notes: secret('notes') }),
  ];
  for (const answer of await Promise.allSettled(wrong)) {
    const error = answer.status === 'rejected' ? answer.reason : undefined;
    refused.push({ where: 'a refused call', bytes: Buffer.from(JSON.stringify([refusal(error), String(error)])) });
  }
  await settled(harness);
  const scraped = await Promise.all(
    Object.entries(harness.network.metrics).map(async ([service, address]) => {
      const text = await (await fetch(`http://${address}/metrics`)).text();
      return { where: `metrics of ${service}`, bytes: Buffer.from(text) };
    }),
  );
  // Ends the processes in order, so that spans, metrics and logs are written out, and Kafka's files as well.
  await Promise.all(serviceNames.map((service) => harness.network.kill(service, 'SIGTERM')));

  const databases = (await Promise.all(serviceNames.map((service: ServiceName) => placesInDatabase(service, harness.db(service))))).flat();
  const kafka = await placesInFolder(harness.kafka?.dataFolder as string);
  const logs = [...(await placesInFolder(harness.network.logs)), { where: 'kafka', bytes: readFileSync(harness.kafka?.logFile as string) }];
  const spans = receiver.bytes.map((bytes, nr) => ({ where: `spans ${nr}`, bytes }));
  const metrics = [...scraped, ...receiver.metricBytes.map((bytes, nr) => ({ where: `metrics ${nr}`, bytes }))];

  // The search finds what is there: the case in each kind of place, refusals by their text.
  const holds = (places: readonly Place[], text: string) => places.some(({ bytes }) => bytes.includes(text));
  const found = {
    databases: holds(databases, caseId),
    kafka: holds(kafka, caseId),
    hints: holds(heard, caseId),
    logs: holds(logs, 'serving'),
    spans: holds(spans, 'ReferralService'),
    metrics: holds(scraped, 'ReferralService') && holds(metrics, 'accompany.referral.overdue'),
    invalid: holds(refused, 'INVALID_FIELDS'),
    wrongState: holds(refused, 'REFERRAL_COMPLETED'),
    notTheirs: holds(refused, 'CASE_UNKNOWN'),
  };
  expect(Object.entries(found).filter(([, there]) => !there)).toEqual([]);
  expect(marked([{ where: 'control', bytes: Buffer.from(secret('x')) }])).toHaveLength(2);

  expect.soft(marked(databases)).toEqual([]);
  expect.soft(marked(kafka)).toEqual([]);
  expect.soft(marked(logs)).toEqual([]);
  expect.soft(marked(spans)).toEqual([]);
  expect.soft(marked(metrics)).toEqual([]);
  expect.soft(marked(heard)).toEqual([]);
  expect.soft(marked(refused)).toEqual([]);
});

test('the vault holds its keys only wrapped', async () => {
  await harness.network.restart('vault');
  const { rows } = await harness.db('vault').query('select subject_id, category, version, wrapped from data_keys');
  expect(rows.length).toBeGreaterThan(5);
  const { certificates, services } = harness.network;
  const [ca, key, cert] = ['ca.pem', 'svc-intake.key', 'svc-intake.pem'].map((file) => readFileSync(join(certificates, file)));
  const channel = createChannel(services.vault as string, ChannelCredentials.createSsl(ca, key, cert));
  const vault = createClient(VaultServiceDefinition, channel);
  const database = Buffer.concat((await placesInDatabase('vault', harness.db('vault'))).map(({ bytes }) => bytes));
  for (const { subject_id: subjectId, category, version, wrapped } of rows) {
    const { dataKey } = await vault.getDataKey({ subjectId, category, version }, { signal: AbortSignal.timeout(5_000) });
    // AES key wrap adds eight bytes to the 32 of a key.
    expect(wrapped).toHaveLength(40);
    const raw = Buffer.from(dataKey);
    expect(raw).toHaveLength(32);
    expect([raw, Buffer.from(raw.toString('hex')), Buffer.from(raw.toString('base64'))].some((form) => database.includes(form))).toBe(
      false,
    );
  }
  channel.close();
});
