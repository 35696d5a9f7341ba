import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureCertificates } from './certificates.js';

let folder: string;
const names = { agencies: ['a21', 'aple'], services: ['intake', 'operator'] };

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'accompany-certificates-test-')), 'made');
  await ensureCertificates(folder, names);
});
afterAll(() => rm(join(folder, '..'), { recursive: true }));

const own = async (name: string) => ({
  ca: await readFile(join(folder, 'ca.pem')),
  cert: await readFile(join(folder, `${name}.pem`)),
  key: await readFile(join(folder, `${name}.key`)),
});

/** The name that a server, asking for a certificate of its authority, sees of its caller. */
const seenOf = async (client: object, host: string): Promise<string | undefined> => {
  const server = createServer({ ...(await own('svc-intake')), requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      server.once('tlsClientError', reject);
      server.once('secureConnection', (peer: TLSSocket) => {
        resolve(peer.getPeerCertificate().subjectaltname);
        peer.destroy();
      });
      const caller = connect({ port: (server.address() as AddressInfo).port, host, minVersion: 'TLSv1.3', ...client });
      caller.once('error', reject);
    });
  } finally {
    server.close();
  }
};

test.each(['127.0.0.1', 'localhost'])('an agency and a service know each other at %s', async (host) => {
  const seen = await seenOf(await own('agency-aple'), host);
  expect(seen?.split(', ').filter((name) => name.startsWith('URI:'))).toEqual(['URI:spiffe://accompany.example/agency/aple']);
});

test('a certificate of another authority is refused', async () => {
  const other = join(folder, '..', 'other');
  await ensureCertificates(other, { agencies: ['aple'], services: [] });
  const stranger = {
    ...(await own('agency-aple')),
    cert: await readFile(join(other, 'agency-aple.pem')),
    key: await readFile(join(other, 'agency-aple.key')),
  };
  await expect(seenOf(stranger, '127.0.0.1')).rejects.toThrow();
});

test('each identity has its certificate, and only its owner reads its key', async () => {
  const identity = (name: string) => readFile(join(folder, name)).then((pem) => new X509Certificate(pem).subjectAltName);
  expect(await identity('agency-a21.pem')).toBe('URI:spiffe://accompany.example/agency/a21, DNS:localhost, IP Address:127.0.0.1');
  expect(await identity('svc-operator.pem')).toContain('URI:spiffe://accompany.example/svc/operator,');
  const keys = (await readdir(folder)).filter((file) => file.endsWith('.key'));
  expect(keys).toHaveLength(5);
  for (const key of keys) expect((await stat(join(folder, key))).mode & 0o777).toBe(0o600);
});

test('what is valid is kept, what is missing or broken is made anew under the same authority', async () => {
  const all = async () =>
    Object.fromEntries(await Promise.all((await readdir(folder)).map(async (file) => [file, await readFile(join(folder, file), 'utf8')])));
  const before = await all();
  await ensureCertificates(folder, names);
  expect(await all()).toEqual(before);

  await writeFile(join(folder, 'agency-a21.key'), 'not a key');
  await ensureCertificates(folder, { ...names, agencies: [...names.agencies, 'ahtjp'] });
  const after = await all();
  expect(
    Object.keys(after)
      .filter((file) => after[file] !== before[file])
      .sort(),
  ).toEqual(['agency-a21.key', 'agency-a21.pem', 'agency-ahtjp.key', 'agency-ahtjp.pem']);
  expect(await seenOf(await own('agency-ahtjp'), 'localhost')).toContain('spiffe://accompany.example/agency/ahtjp');
});
