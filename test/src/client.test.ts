import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ConnectOptions, connect, type Network, refusal } from '@accompany/client';
import { IntakeServiceDefinition, type ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { ensureCertificates } from '@accompany/local';
import { ServerCredentials } from '@grpc/grpc-js';
import { type CallContext, createServer, Metadata, type Server, ServerError, Status } from 'nice-grpc';
import { BadRequest, ErrorInfo, errorDetailsServerMiddleware, RichServerError } from 'nice-grpc-error-details';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REPORT = { reportId: 'report-1', caseId: '', clientId: '', alreadyKnown: false, etag: '', position: undefined };

type Seen = { request: ReceiveReportRequest; context: CallContext };
let folder: string;
let server: Server;
let options: ConnectOptions;
let network: Network;
let calls: Seen[] = [];
let answer: (seen: Seen) => Promise<typeof REPORT> | typeof REPORT;

const receiveReport = (request: ReceiveReportRequest, context: CallContext) => {
  calls.push({ request, context });
  return answer({ request, context });
};
const pretendIntake = new Proxy({} as never, { get: (_target, name) => (name === 'receiveReport' ? receiveReport : async () => ({})) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-client-'));
  await ensureCertificates(folder, { agencies: ['aple'], services: ['intake'] });
  const pem = (name: string): Promise<Buffer> => readFile(join(folder, name));
  const pair = { cert_chain: await pem('svc-intake.pem'), private_key: await pem('svc-intake.key') };
  server = createServer().use(errorDetailsServerMiddleware);
  server.add(IntakeServiceDefinition, pretendIntake);
  const port = await server.listen('127.0.0.1:0', ServerCredentials.createSsl(await pem('ca.pem'), [pair], true));
  const certificate = { ca: join(folder, 'ca.pem'), cert: join(folder, 'agency-aple.pem'), key: join(folder, 'agency-aple.key') };
  options = { services: { intake: `localhost:${port}` }, certificate, person: 'person-1' };
  network = connect(options);
});

afterAll(async () => {
  network.close();
  await server.shutdown();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  calls = [];
  answer = () => REPORT;
});

test('what a mutation leaves out is filled in, what it gives is kept', async () => {
  await network.intake.receiveReport({});
  await network.intake.receiveReport({ requestId: 'mine', occurredAt: new Date('2022-02-01T00:00:00Z') });
  expect(calls[0]?.request.requestId).toMatch(UUID);
  expect(Math.abs((calls[0]?.request.occurredAt?.getTime() ?? 0) - Date.now())).toBeLessThan(10_000);
  expect(calls[1]?.request).toMatchObject({ requestId: 'mine', occurredAt: new Date('2022-02-01T00:00:00Z') });
});

test('UNAVAILABLE is repeated with the same request id, person and what is left of the deadline', async () => {
  answer = () => {
    if (calls.length < 3) throw new ServerError(Status.UNAVAILABLE, 'away');
    return REPORT;
  };
  await network.intake.receiveReport({});
  expect(calls).toHaveLength(3);
  expect(new Set(calls.map(({ request }) => request.requestId)).size).toBe(1);
  expect(calls.map(({ context }) => context.metadata.get('accompany-person'))).toEqual(['person-1', 'person-1', 'person-1']);
});

test('UNAVAILABLE is given up after five attempts', async () => {
  answer = () => {
    throw new ServerError(Status.UNAVAILABLE, 'away');
  };
  const error = await network.intake.receiveReport({}).catch((error: unknown) => error);
  expect(refusal(error)).toMatchObject({ code: 'UNAVAILABLE', reason: '' });
  expect(calls).toHaveLength(5);
});

test.each(['INTERNAL', 'ABORTED', 'UNKNOWN', 'CANCELLED', 'RESOURCE_EXHAUSTED'] as const)('%s is not repeated', async (code) => {
  answer = () => {
    throw new ServerError(Status[code], 'no');
  };
  expect(refusal(await network.intake.receiveReport({}).catch((error: unknown) => error))?.code).toBe(code);
  expect(calls).toHaveLength(1);
});

test('a refusal is read as data', async () => {
  const facts = { to: 'a21' };
  const field = { field: 'source', description: 'is required' };
  answer = () => {
    throw new RichServerError(Status.FAILED_PRECONDITION, 'What to do.', [
      ErrorInfo.fromPartial({ reason: 'REPORT_ENDED', domain: 'accompany.example', metadata: facts }),
      BadRequest.fromPartial({ fieldViolations: [field] }),
    ]);
  };
  const error = await network.intake.receiveReport({}).catch((error: unknown) => error);
  expect(refusal(error)).toEqual({
    code: 'FAILED_PRECONDITION',
    reason: 'REPORT_ENDED',
    message: 'What to do.',
    fields: [field],
    facts,
  });
  expect(refusal(new Error('a bug'))).toBeUndefined();
});

test('a call ends at its deadline, and the server was told of it', async () => {
  let serverSaw = false;
  answer = ({ context }) =>
    new Promise((_resolve, reject) => {
      context.signal.addEventListener('abort', () => {
        serverSaw = true;
        reject(new ServerError(Status.CANCELLED, 'ended'));
      });
    });
  const began = Date.now();
  const error = await network.intake.receiveReport({}, { deadline: 300 }).catch((error: unknown) => error);
  expect(refusal(error)?.code).toBe('DEADLINE_EXCEEDED');
  expect(Date.now() - began).toBeLessThan(3_000);
  await expect.poll(() => serverSaw).toBe(true);
});

test('what the caller puts into the metadata goes along; nothing of ours beside it does', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await network.intake.receiveReport({}, { metadata: Metadata({ traceparent }) });
  expect(calls[0]?.context.metadata.get('traceparent')).toBe(traceparent);
  expect(calls[0]?.context.metadata.has('accompany-expires')).toBe(false);
});

test('a certificate may be given as text', async () => {
  const { ca, cert, key } = options.certificate;
  const text = async (path: string): Promise<string> => readFile(path, 'utf8');
  const other = connect({ ...options, certificate: { ca: await text(ca), cert: await text(cert), key: await text(key) } });
  expect((await other.intake.receiveReport({})).reportId).toBe('report-1');
  other.close();
});

test('the example of the README compiles and runs', async () => {
  const readme = await readFile(join(root, 'packages/client/README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(example.trim().split('\n').length).toBeLessThan(30);
  const place = await mkdtemp(join(root, 'test/dist/readme-'));
  try {
    await writeFile(join(place, 'package.json'), '{ "type": "module" }');
    await writeFile(join(place, 'example.ts'), example);
    const flags = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node', '--skipLibCheck', '--ignoreConfig'];
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...flags, join(place, 'example.ts')]);
    const env = { ...process.env, CERTIFICATES: folder, INTAKE: options.services.intake };
    const { stdout } = await run(process.execPath, [join(place, 'example.js')], { env });
    expect(stdout).toBe('written down as report-1\n');
  } finally {
    await rm(place, { recursive: true });
  }
});
