import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

export type CertificateNames = {
  /** Agency ids: each gets `agency-<id>.pem` and `.key`. */
  agencies: readonly string[];
  /** Service names: each gets `svc-<name>.pem` and `.key`. */
  services: readonly string[];
  /** The trust domain in every identity. Default: accompany.example. */
  domain?: string;
};

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;
const lifetimeDays = 397;
/** A certificate that has less than this left is made anew. */
const remainingDays = 30;

type Pair = { certificate: string; key: string };
type Authority = Pair & { signing: webcrypto.CryptoKey };

x509.cryptoProvider.set(webcrypto);

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const keyPem = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

/** Valid from an hour ago, because the clocks of two machines differ. */
const validity = () => ({ notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + lifetimeDays * day) });

const createAuthority = async (): Promise<Pair> => {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `00${randomBytes(15).toString('hex')}`,
    name: 'CN=Accompany development authority',
    ...validity(),
    signingAlgorithm: algorithm,
    keys: keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) };
};

/** Exactly one URI name, the identity; DNS and IP names so that it also serves on this machine. */
const createLeaf = async (authority: Authority, name: string, identity: string): Promise<Pair> => {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: `00${randomBytes(15).toString('hex')}`,
    subject: [{ CN: [name] }],
    issuer: issuer.subject,
    ...validity(),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.signing,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'url', value: identity },
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) };
};

const read = async (folder: string, name: string): Promise<Pair | undefined> => {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  if (!existsSync(certificate) || !existsSync(key)) return undefined;
  return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
};

/** The key first, and each file in one step: whoever sees a certificate finds its key. */
const write = async (folder: string, name: string, pair: Pair): Promise<void> => {
  const place = async (file: string, text: string, mode: number) => {
    const fresh = join(folder, `.${file}.${process.pid}`);
    await writeFile(fresh, text, { mode });
    await rename(fresh, join(folder, file));
  };
  await place(`${name}.key`, `${pair.key}\n`, 0o600);
  await place(`${name}.pem`, `${pair.certificate}\n`, 0o644);
};

const isUsable = (pair: Pair, authority: string, identity?: string): boolean => {
  try {
    const certificate = new X509Certificate(pair.certificate);
    const issuer = new X509Certificate(authority);
    return (
      Date.parse(certificate.validTo) - Date.now() > remainingDays * day &&
      certificate.verify(issuer.publicKey) &&
      certificate.checkPrivateKey(createPrivateKey(pair.key)) &&
      (identity === undefined || (certificate.subjectAltName?.split(', ').includes(`URI:${identity}`) ?? false))
    );
  } catch {
    return false;
  }
};

/**
 * Makes the certificates of a development network in `folder`: one authority (`ca.pem`, `ca.key`), and for each agency and service
 * one certificate with its identity, `spiffe://<domain>/agency/<id>` or `spiffe://<domain>/svc/<name>`, for both ends of a
 * connection. ECDSA P-256; private keys are readable by their owner only. What is there and valid for another 30 days is kept.
 */
export const ensureCertificates = async (folder: string, names: CertificateNames): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let pair = await read(folder, 'ca');
  if (pair === undefined || !isUsable(pair, pair.certificate)) {
    pair = await createAuthority();
    await write(folder, 'ca', pair);
  }
  const der = x509.PemConverter.decodeFirst(pair.key);
  const authority: Authority = { ...pair, signing: await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']) };
  const identities = [
    ...names.agencies.map((id) => ({ name: `agency-${id}`, path: `agency/${id}` })),
    ...names.services.map((id) => ({ name: `svc-${id}`, path: `svc/${id}` })),
  ];
  for (const { name, path } of identities) {
    const identity = `spiffe://${names.domain ?? 'accompany.example'}/${path}`;
    const present = await read(folder, name);
    if (present !== undefined && isUsable(present, authority.certificate, identity)) continue;
    await write(folder, name, await createLeaf(authority, name, identity));
  }
};
