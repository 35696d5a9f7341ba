import { randomUUID } from 'node:crypto';
import { SERVICES } from '@accompany/client';
import { RepairServiceDefinition } from '@accompany/contracts/operations/v1/repair_service';
import { OperationsServiceDefinition } from '@accompany/contracts/operations/v1/service';
import { VaultServiceDefinition } from '@accompany/contracts/vault/v1/service';
import { REASONS } from '@accompany/domain';
import { serviceNames } from '@accompany/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type BareCall, bareCaller } from './bare-call.js';
import { type AnyService, fieldsOf, type RequestField, type Rpc, rpcsOf } from './contract.js';
import { inParallel } from './eventually.js';
import { exampleRequest } from './example-request.js';
import { type Harness, startHarness } from './harness.js';
import { ago, caseWithReferral, seedDirectory } from './play.js';
import { settled } from './settled.js';

let harness: Harness;
let callers: Record<'aple' | 'stranger' | 'operator' | 'intake', ReturnType<typeof bareCaller>>;
let known: Record<string, string>;

beforeAll(async () => {
  harness = await startHarness();
  const directory = await seedDirectory(harness);
  const { reportId, caseId, referralId, assessmentId, needId } = await caseWithReferral(harness, directory);
  const [{ legalAid, referral }, a21] = [harness.as('aple'), harness.as('a21')];
  await a21.referral.acceptReferral({ occurredAt: ago(100), referralId });
  const { planId } = await a21.referral.draftPlan({ occurredAt: ago(90), referralId });
  const { supportId } = await referral.recordSupport({
    occurredAt: ago(80),
    caseId,
    kind: 2,
    amount: '1',
    currency: 'USD',
    reason: 'Made up.',
  });
  const { matterId } = await legalAid.openMatter({ occurredAt: ago(80), caseId, beneficiaries: [{ relation: 1 }], conflictCheck: 2 });
  const { carePlanId } = await harness.as('aple').assessment.draftCarePlan({ occurredAt: ago(75), caseId });
  await harness.operator.directory.registerAgency({
    occurredAt: ago(70),
    agencyId: 'dosvy-phnom-penh',
    name: 'Example stranger',
    kinds: [4],
  });
  known = { report_id: reportId, case_id: caseId, referral_id: referralId, assessment_id: assessmentId, need_id: needId };
  Object.assign(known, { plan_id: planId, support_id: supportId, matter_id: matterId, care_plan_id: carePlanId });
  callers = {
    aple: bareCaller(harness, 'agency-aple'),
    stranger: bareCaller(harness, 'agency-dosvy-phnom-penh'),
    operator: bareCaller(harness, 'svc-operator'),
    intake: bareCaller(harness, 'svc-intake'),
  };
  await settled(harness);
});
afterAll(async () => {
  for (const caller of Object.values(callers ?? {})) caller.close();
  await harness?.stop();
});

const ALL: readonly AnyService[] = [
  ...new Set<AnyService>(Object.values(SERVICES)),
  VaultServiceDefinition,
  OperationsServiceDefinition,
  RepairServiceDefinition,
];
const FOR_OPERATORS =
  /^(RegisterAgency|SuspendAgency|ResumeAgency|LoadPlaces|PublishGazetteer|GetStreamEvents|ListCaseTraces|GetStatus|RebuildView|GetOperation|ListOperations|WaitOperation|ListParked|GetParked|ResumeParked|SkipParked|AcknowledgeRecord|RepublishEvents)$/;

/** Who may make a call. */
const callerOf = (service: AnyService, { name }: Rpc): BareCall => {
  if (service === VaultServiceDefinition) return callers.intake.call;
  return FOR_OPERATORS.test(name) ? callers.operator.call : callers.aple.call;
};

type Case = { readonly service: AnyService; readonly rpc: Rpc; readonly fields: readonly RequestField[] };
const CASES: Case[] = ALL.flatMap((service) => rpcsOf(service).map((rpc) => ({ service, rpc, fields: fieldsOf(rpc.request) })));
const isMutation = ({ fields }: Case): boolean => fields.some(({ path }) => path === 'occurred_at');

/** All that the services keep of commands. */
const written = async (): Promise<Record<string, number>> => {
  const counts = await Promise.all(
    serviceNames.map(async (service) => {
      const text =
        service === 'vault'
          ? 'select count(*) as count from data_keys'
          : 'select (select count(*) from events) + (select count(*) from commands) as count';
      return [service, Number((await harness.db(service).query(text)).rows[0].count)] as const;
    }),
  );
  return Object.fromEntries(counts);
};

/** Makes the calls, and gives back those whose answer is not as it should be, each in a line. Nothing may be written by them. */
const wrongAnswers = async (
  calls: readonly { what: string; call: () => Promise<Answer>; wrong: (answer: Answer) => boolean }[],
): Promise<string[]> => {
  const before = await written();
  const lines = await inParallel(
    16,
    calls.map(({ what, call, wrong }) => async () => {
      const answer = await call();
      return wrong(answer) ? [`${what}: ${answer.code} ${answer.infos.map(({ reason }) => reason)} [${answer.fields}]`] : [];
    }),
  );
  expect(await written()).toEqual(before);
  return lines.flat();
};

const DOMAIN = 'accompany.example';
const isInvalid = ({ code, infos }: Answer): boolean =>
  code === 'INVALID_ARGUMENT' && infos.length === 1 && infos[0]?.reason === 'INVALID_FIELDS' && infos[0].domain === DOMAIN;
/** A rule of a whole message names the message. */
const names = (fields: readonly string[], path: string): boolean =>
  fields.some((field) => field === path || (field !== '' && path.replace(/\[0\]/g, '').startsWith(`${field.replace(/\[0\]/g, '')}.`)));

const spoilt = (which: (field: RequestField) => boolean, value: unknown) =>
  CASES.flatMap(({ service, rpc, fields }) =>
    fields
      .filter((field) => which(field) && !field.path.startsWith('at_least_position'))
      .map((field) => ({
        what: `${rpc.name} ${field.path}`,
        call: () => callerOf(service, rpc)(service, rpc, field.set(exampleRequest(rpc.request, known), value)),
        wrong: (answer: Answer) => !isInvalid(answer) || !names(answer.fields, field.path),
      })),
  );

const isId = ({ kind, name }: RequestField): boolean => kind === 'text' && /_ids?$/.test(name);

test('a malformed id: INVALID_FIELDS, and the field is named', async () => {
  const calls = spoilt(isId, 'not an id');
  expect(calls.length).toBeGreaterThan(120);
  expect(await wrongAnswers(calls)).toEqual([]);
});

test('an unknown value of an enum: INVALID_FIELDS, and the field is named', async () => {
  const calls = spoilt(({ kind }) => kind === 'enum', 99);
  expect(calls.length).toBeGreaterThan(40);
  expect(await wrongAnswers(calls)).toEqual([]);
});

test('a text over its bounds: INVALID_FIELDS, and the field is named', { timeout: 180_000 }, async () => {
  expect(await wrongAnswers(spoilt(({ kind }) => kind === 'text', 'ក'.repeat(70_000)))).toEqual([]);
});

test('a control character in any text: INVALID_FIELDS, and the field is named', async () => {
  expect(await wrongAnswers(spoilt(({ kind }) => kind === 'text', 'a\u0007b'))).toEqual([]);
});

test('a time in the future: OCCURRED_IN_FUTURE, for what exists and for what does not', async () => {
  const calls = CASES.filter(isMutation).flatMap(({ service, rpc }) =>
    [known, {}].map((things) => ({
      what: `${rpc.name} of ${things === known ? 'something' : 'nothing'}`,
      call: () => callerOf(service, rpc)(service, rpc, { ...exampleRequest(rpc.request, things), occurredAt: ago(-60) }),
      wrong: ({ code, infos, fields }: Answer) =>
        code !== 'INVALID_ARGUMENT' || infos.length !== 1 || infos[0]?.reason !== 'OCCURRED_IN_FUTURE' || !fields.includes('occurred_at'),
    })),
  );
  expect(calls.length).toBeGreaterThan(140);
  expect(await wrongAnswers(calls)).toEqual([]);
});

test('a deadline that has passed: DEADLINE_EXCEEDED', async () => {
  const calls = CASES.map(({ service, rpc }) => ({
    what: rpc.name,
    call: () => callerOf(service, rpc)(service, rpc, exampleRequest(rpc.request), { 'grpc-timeout': '1n' }),
    wrong: ({ code }: Answer) => code !== 'DEADLINE_EXCEEDED',
  }));
  expect(await wrongAnswers(calls)).toEqual([]);
});

test('a message over 256 KiB: RESOURCE_EXHAUSTED', async () => {
  const calls = CASES.flatMap(({ service, rpc, fields }) => {
    const field = fields.find(({ kind }) => kind === 'text');
    if (field === undefined) return [];
    return {
      what: rpc.name,
      call: () => callerOf(service, rpc)(service, rpc, field.set(exampleRequest(rpc.request), 'x'.repeat(270_000))),
      wrong: ({ code }: Answer) => code !== 'RESOURCE_EXHAUSTED',
    };
  });
  expect(await wrongAnswers(calls)).toEqual([]);
});

test('what is another agency’s is answered as what does not exist', async () => {
  // What a stranger may do about anything, and calls that name nothing of anybody's.
  const open =
    /^(ReceiveReport|DraftHandover|QuarantineRecord|BeginProgramme|FindAgencyByExternalReference|GetAgency|List(Services|Cases|Quarantined|Referrals|Transfers|Operations))$/;
  const about = CASES.filter(
    ({ service, rpc, fields }) =>
      ![SERVICES.directory, VaultServiceDefinition].includes(service as never) && !open.test(rpc.name) && fields.some(isId),
  );
  expect(about.length).toBeGreaterThan(80);
  // Who writes down a referral from outside is one side of it.
  const asStranger = ({ name }: Rpc, request: object) =>
    name === 'RecordReferralFromOutside' ? { ...request, receiver: 'dosvy-phnom-penh' } : request;
  const answers = async (things: Record<string, string>) =>
    inParallel(
      16,
      about.map(
        ({ service, rpc }) =>
          async () =>
            [rpc.name, await callers.stranger.call(service, rpc, asStranger(rpc, exampleRequest(rpc.request, things)))] as const,
      ),
    );
  const before = await written();
  const [theirs, nobodys] = [await answers(known), await answers({})];
  expect(theirs).toEqual(nobodys);
  const refusals = theirs.filter(([, { code, infos }]) => infos.length !== 1 || !['NOT_FOUND', 'PERMISSION_DENIED'].includes(code));
  expect(refusals).toEqual([]);
  for (const [, { infos }] of theirs) expect(Object.keys(REASONS)).toContain(infos[0]?.reason);
  const denied = theirs.filter(([, { code }]) => code === 'PERMISSION_DENIED').map(([name]) => name);
  expect(denied.filter((name) => !FOR_OPERATORS.test(name))).toEqual([]);
  expect(await written()).toEqual(before);
});

test('a wrong state is refused with its reason, and writes nothing', async () => {
  const before = await written();
  const { call } = callers.aple;
  const rpc = rpcsOf(SERVICES.referral).find(({ key }) => key === 'withdrawReferral') as Rpc;
  const answer = await call(SERVICES.referral, rpc, exampleRequest(rpc.request, known));
  expect(answer).toMatchObject({ code: 'FAILED_PRECONDITION', infos: [{ reason: 'REFERRAL_TAKEN', domain: DOMAIN }] });
  const stale = await call(SERVICES.referral, rpc, { ...exampleRequest(rpc.request, known), etag: '1' });
  expect(stale).toMatchObject({ code: 'ABORTED', infos: [{ reason: 'STALE_ETAG' }] });
  expect(await written()).toEqual(before);
});

test('who does not say who acts, or is not known, is not let in', async () => {
  const rpc = rpcsOf(SERVICES.intake).find(({ key }) => key === 'getCase') as Rpc;
  const answer = await callers.aple.call(SERVICES.intake, rpc, exampleRequest(rpc.request, known), { 'accompany-person': 'not an id' });
  expect(answer).toMatchObject({ code: 'UNAUTHENTICATED', infos: [{ reason: 'PERSON_MISSING' }] });
});

test('Khmer and every other script survives unchanged, line ends and combining marks too', async () => {
  const { intake } = harness.as('aple');
  const texts = ['ក្មេងស្រីម្នាក់ ឈ្មោះ សុភា\nបន្ទាត់ទីពីរ', 'é ≠ é', '👩‍👧 ไทย 中文 العربية \t tab', 'a'.repeat(9_999)];
  for (const account of texts) {
    const identity = { givenName: texts[0]?.slice(0, 20) as string, familyName: 'ស៊ុន', otherNames: ['ស្រី​ពៅ'] };
    const { reportId } = await intake.receiveReport({
      requestId: randomUUID(),
      occurredAt: ago(10),
      source: 1,
      purposes: [1],
      incident: 1,
      identity,
      account,
    });
    const report = await intake.getReport({ reportId });
    expect(report.account).toBe(account);
    expect(report.identity).toMatchObject(identity);
  }
});
