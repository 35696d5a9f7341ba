import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { refusal } from '@accompany/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Held, startHeld } from './demo/start.js';
import { MADE_UP } from './gazetteer/samples.js';
import { certificateOf } from './network.js';
import { sampleClient, sampleService } from './oscar/samples.js';
import { accompany as run } from './testing.js';

let folder: string;
let network: Held;

const accompany = (args: readonly string[]) => run(args, { ACCOMPANY_STATE: join(folder, 'state.json') });

const json = async (...args: string[]) => {
  const { code, out, err } = await accompany([...args, '--json']);
  expect(err).toBe('');
  return { code, value: JSON.parse(out) };
};

const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-cli-'));
  const stateFile = join(folder, 'state.json');
  network = await startHeld({ fresh: true, stateFile, kafka: false }, () => {});
});

afterAll(async () => {
  await network?.stop();
  await rm(folder, { recursive: true });
});

const clients = [
  sampleClient({
    status: 'Exited',
    level_of_risk: 'no action',
    services: [
      sampleService(),
      sampleService({ uuid: 'second', enrollment_date: null }),
      sampleService({ uuid: 'third', name: 'Something else' }),
    ],
  }),
  'not a client',
  sampleClient({ global_id: 'fictional-2', organization_name: 'nobody-we-know' }),
  sampleClient({ global_id: 'fictional-3', services: [] }),
  sampleClient({ global_id: 'fictional-4', organization_name: 'cif' }),
  sampleClient({ global_id: 'fictional-4', organization_name: 'cif' }),
];

test('an import counts every record once, and the same file again adds nothing', async () => {
  const path = await file('clients.json', { references: [], data: { data: clients } });
  const first = await json('import', 'oscar', path);
  expect(first.code).toBe(0);
  expect(first.value).toMatchObject({ read: 8, applied: 3, alreadyKnown: 1, quarantined: 4, quarantinedBefore: 0 });
  expect(first.value.reasons).toEqual({ service_unknown: 1, record_unreadable: 1, agency_unknown: 1, no_service: 1 });

  const waiting = (await json('quarantine', 'list')).value;
  expect(waiting).toHaveLength(4);
  const again = await json('import', 'oscar', path);
  expect(again.value).toMatchObject({ read: 8, applied: 0, alreadyKnown: 4, quarantined: 4, quarantinedBefore: 4 });
  expect((await json('quarantine', 'list')).value).toEqual(waiting);
  expect((await json('quarantine', 'list', '--as', 'a21')).value).toEqual([]);
});

test('the timeline tells of the referral, its source and what is ambiguous', async () => {
  const { value } = await json('import', 'oscar', await file('one.json', clients[0]));
  const { caseId } = value.records[0];
  const aple = network.as('aple');
  await expect.poll(async () => (await aple.timeline.getTimeline({ caseId }).catch(() => undefined))?.entries.length).toBe(3);
  const { code, out } = await accompany(['timeline', caseId.slice(0, 8)]);
  expect(code).toBe(0);
  expect(out).toContain('source oscar 01FICTIONALCLIENT000000001|5d2f5cd2-1d0a-4d53-9a53-0b6f6f1b7e01|2022-03-05');
  expect(out).toMatch(/ambiguous: .*status means rejected or ended/);
  expect(out).toMatch(/ambiguous: .*date not given/);
  expect(out).toMatch(/ambiguous: .*risk not comparable/);
  expect(out).toMatch(/risk +unknown/);
  expect(out).not.toMatch(/Girl-One|ឧទាហរណ៍|made-up/);
});

test('names, account, place code and the word of consent arrive, for the agency that may read them', async () => {
  const { value } = await json('import', 'oscar', await file('one.json', clients[0]));
  const { intake } = network.as('aple');
  const { reportId } = await intake.receiveReport({
    source: 10,
    purposes: [10],
    incident: 7,
    externalReference: { system: 'oscar', id: '01FICTIONALCLIENT000000001' },
  });
  const report = await intake.getReport({ reportId });
  expect(report).toMatchObject({
    caseId: value.records[0].caseId,
    identity: { givenName: 'Example', familyName: 'Girl-One', otherNames: ['ឧទាហរណ៍'], dateOfBirth: '2011-04-09' },
    contact: { placeCode: '02030405' },
    areaCode: '0203',
    account: 'A made-up reason',
    assertedConsent: { evidence: 'https://files.example/consent-1.png' },
  });
});

test('worklist, gaps and funnel tell what follows from what was imported', { timeout: 180_000 }, async () => {
  const { value } = await json('worklist', '--agency', 'aple');
  expect(value).toContainEqual(expect.objectContaining({ kind: 'WORK_KIND_REFERRAL_TO_ANSWER', agency: 'aple' }));
  expect((await accompany(['worklist', '--as', 'aple'])).out).toMatch(/referral to answer/);
  expect((await accompany(['worklist', '--as', 'a21', '--agency', 'aple'])).err).toContain('NOT_ALLOWED_FOR_CALLER');
  expect((await accompany(['gaps', '--all'])).out).toMatch(/17 +psychosocial +\d/);
  const { steps } = (await json('funnel', '--receiver', 'aple')).value;
  expect(steps[0]).toMatchObject({ stage: 'REFERRAL_STATUS_SENT', referrals: expect.any(Number) });
});

test('a handover is offered from a list, shown with its numbers, accepted and released', { timeout: 120_000 }, async () => {
  const { intake } = network.as('aple');
  const lines: string[] = [];
  for (let nr = 0; nr < 2; nr++) {
    const { reportId } = await intake.receiveReport({ source: 2, purposes: [1], incident: 1, account: 'A made-up account.' });
    await intake.screenReport({ reportId, urgency: 2 });
    const { caseId } = await intake.openCase({ reportId, duplicateCheck: { outcome: 1 } });
    lines.push(`${caseId},a21,lead`);
  }
  const path = await file('handover.csv', ['case_id,receiver,relation', ...lines].join('\n'));
  const offer = ['handover', 'offer', path, '--reason', 'capacity', '--total', '3', '--explain', 'total:closed:1', '--as', 'aple'];
  // The cases were opened just now: the referral service may not know them yet. The same list goes on where it broke off.
  await expect.poll(async () => (await accompany(offer)).code, { timeout: 30_000 }).toBe(0);
  const { value } = await json(...offer);
  const { handoverId } = value;
  const refused = await accompany(['handover', 'offer', path, '--reason', 'capacity', '--total', '5', '--as', 'aple']);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('HANDOVER_NOT_RECONCILED')]);
  expect((await accompany(['handover', 'accept', handoverId, '--as', 'a21'])).out).toBe('2 cases accepted\n');
  expect((await accompany(['handover', 'release', handoverId, '--as', 'aple'])).out).toBe('2 cases released\n');
  await expect
    .poll(async () => (await json('handover', 'show', handoverId, '--as', 'a21')).value.status, { timeout: 30_000 })
    .toBe('HANDOVER_STATUS_COMPLETED');
  const { out } = await accompany(['handover', 'show', handoverId, '--items', '--as', 'aple']);
  expect(out).toContain('total: declared 3 = 2 + 1 (1 closed), agrees');
  expect(out).toMatch(/together +2 +2 +0 +0 +0 +0 +2 +0/);
  expect((await accompany(['handover', 'show', handoverId])).code).toBe(2);
});

test('actions tells an agency what it may do with a case and all of it, and what stands in the way', { timeout: 180_000 }, async () => {
  const { intake, handover } = network.as('aple');
  const { reportId } = await intake.receiveReport({ source: 2, purposes: [1], incident: 1, account: 'A made-up account.' });
  await intake.screenReport({ reportId, urgency: 2 });
  const { caseId } = await intake.openCase({ reportId, duplicateCheck: { outcome: 1 } });
  const things = async (who: string): Promise<{ stream: string; actions: { action: string; verdict: string }[] }[]> =>
    JSON.parse((await accompany(['actions', caseId, '--as', who, '--json'])).out || '{"things":[]}').things;
  const kinds = async (who: string) => (await things(who)).map(({ stream }) => stream.slice(0, stream.indexOf('-'))).sort();
  await expect.poll(() => kinds('aple'), { timeout: 60_000 }).toEqual(['assessment', 'case', 'report']);
  const ofCase = (await things('aple')).find(({ stream }) => stream === `case-${caseId}`);
  expect(ofCase?.actions).toContainEqual(expect.objectContaining({ action: 'ReportThreat', verdict: 'VERDICT_ALLOWED' }));

  const { out } = await accompany(['actions', caseId, '--as', 'aple']);
  expect(out).toMatch(/^Case [0-9a-f-]{36}\n +you may +raise risk/m);
  expect(out).toMatch(/approve closure, refuse closure: /);
  expect(out).toMatch(/^Report [0-9a-f-]{36}\n +you may +notify authority/m);
  const why = await accompany(['actions', caseId, '--as', 'aple', '--why', 'link report']);
  expect(why.out).toMatch(
    /^Report .*: link report is refused\. .*\n +since .* by accompany\.intake\.v1\.ReportBecameCase, event report-.*\/3$/m,
  );

  expect((await accompany(['actions', caseId, '--as', 'a21'])).err).toContain('CASE_UNKNOWN');
  const offer = () => handover.offerTransfer({ caseId, receiver: 'a21', relation: 1, reason: 4 }).catch(() => undefined);
  await expect.poll(offer, { timeout: 30_000 }).toBeDefined();
  await expect.poll(() => kinds('a21'), { timeout: 30_000 }).toEqual(['transfer']);
  expect((await accompany(['actions', caseId, '--as', 'a21'])).out).toMatch(/you may +accept transfer, decline transfer/);
  expect((await accompany(['actions', caseId])).code).toBe(2);
  expect((await accompany(['actions', caseId, '--as', 'aple', '--why', 'fly'])).code).toBe(2);
  expect((await accompany(['actions', 'agency-a21', '--as', 'a21'])).out).toMatch(/not now +suspend agency, resume agency: /);
  expect((await accompany(['actions', 'agency-a21', '--as', 'aple'])).code).toBe(1);
});

test('a malformed file is refused with its line, before anything is sent', async () => {
  const { code, err } = await accompany(['import', 'oscar', await file('broken.json', '[\n  {"global_id": "A",\n  ]')]);
  expect(code).toBe(4);
  expect(err).toMatch(/line 3, column 3: not JSON/);
});

test('an import is not made by the operator, nor by somebody without a certificate', async () => {
  const path = await file('one.json', clients[0]);
  expect((await accompany(['import', 'oscar', path, '--as', 'operator'])).code).toBe(2);
  expect((await accompany(['import', 'oscar', path, '--as', 'no-agency'])).code).toBe(2);
});

test('a tool that knows no protos is told them by the service', async () => {
  const { certificates, services } = network.state;
  const { ca, cert, key } = certificateOf(certificates, 'aple');
  const secure = ['--protocol', 'grpc', '--http2-prior-knowledge', '--cacert', ca, '--cert', cert, '--key', key];
  const call = [
    '-H',
    'accompany-person: aple-1',
    '-d',
    '{}',
    `https://${services.timeline}/accompany.timeline.v1.TimelineService/ListCases`,
  ];
  const buf = fileURLToPath(new URL('../../../node_modules/.bin/buf', import.meta.url));
  const { stdout } = await promisify(execFile)(buf, ['curl', ...secure, ...call]);
  expect(JSON.parse(stdout).cases).not.toEqual([]);
});

test('status shows every service, events the stored ones, rebuild its result; what is unknown is refused', async () => {
  const { services } = (await json('status')).value;
  expect(services.map(({ health }: { health: string }) => health)).toEqual(Array(7).fill('serving'));
  const { caseId } = (await json('import', 'oscar', await file('one.json', clients[0]))).value.records[0];
  const entries = (await json('timeline', caseId)).value.entries;
  const events = await accompany(['events', entries[0].stream, '--json']);
  expect(JSON.parse(events.out.split('\n')[0] ?? '').event.identity).toBe('sealed (identity)');
  expect((await accompany(['rebuild', 'case_summary'])).out).toMatch(/case_summary version \d+ has \d+ rows/);
  expect(await accompany(['rebuild', 'no_such_view'])).toMatchObject({ code: 1, err: expect.stringContaining('VIEW_UNKNOWN') });
  expect(await accompany(['timeline', randomUUID()])).toMatchObject({ code: 1, err: expect.stringContaining('CASE_UNKNOWN') });
});

// Last, since from here on the directory takes no other places.
test('a gazetteer is loaded once, found by name, and refused line by line', { timeout: 120_000 }, async () => {
  const path = await file('places.csv', MADE_UP);
  const first = await json('gazetteer', 'load', path);
  expect(first).toMatchObject({ code: 0, value: { read: 5, added: 5, changed: 0, unchanged: 0, version: 1, places: 5 } });
  expect((await accompany(['gazetteer', 'load', path])).out).toContain('read 5 = added 0 + changed 0 + unchanged 5');

  const found = await accompany(['gazetteer', 'find', 'ភូមិ']);
  expect(found.out).toMatch(/90010101 +village +Made-Up Village/);
  expect((await json('gazetteer', 'find', 'made-up', '--in', '9001')).value.places).toHaveLength(2);

  const broken = await file('broken.csv', `${MADE_UP}1,,ក,A,,,\n9001,90,ក,A,,,\n`);
  const refused = await accompany(['gazetteer', 'load', broken]);
  expect(refused.code).toBe(4);
  expect(refused.err).toMatch(/broken.csv, line 7: code 1 has an odd number of digits/);
  expect(refused.err).toMatch(/broken.csv, line 8: code 9001 stands in broken.csv, line 4/);
  const orphan = await file('orphan.csv', `${MADE_UP.split('\n')[0]}\n9101,91,ក,A,,,\n`);
  expect(await json('gazetteer', 'load', orphan)).toMatchObject({ code: 4, value: { refused: [{ file: 'orphan.csv', line: 2 }] } });
  expect((await accompany(['gazetteer', 'load', path, '--as', 'aple'])).err).toContain('NOT_ALLOWED_FOR_CALLER');

  const openIn = (areaCode: string) => network.as('aple').directory.openOffice({ agencyId: 'aple', name: 'Made-up town', areaCode });
  await expect(openIn('900199').catch(refusal)).resolves.toMatchObject({
    reason: 'PLACE_UNKNOWN',
    facts: { place_code: '900199', known_parents: '9001, 90' },
  });
  await openIn('900101');

  // The other services check codes against what the network was told of it, down to villages.
  const report = (where: object) =>
    network
      .as('aple')
      .intake.receiveReport({ source: 2, purposes: [1], incident: 1, ...where })
      .catch(refusal);
  const facts = { place_code: '9099', known_parents: '90' };
  await expect.poll(() => report({ areaCode: '9099' }), { timeout: 30_000 }).toMatchObject({ reason: 'PLACE_UNKNOWN', facts });
  const home = { field: 'contact.place_code', known_parents: '9001, 90' };
  expect(await report({ contact: { placeCode: '90010199' } })).toMatchObject({ reason: 'PLACE_UNKNOWN', facts: home });
  expect(await report({ contact: { placeCode: '90010101' } })).toMatchObject({ alreadyKnown: false });
});
