import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aesKeyWrapper, fileKeyWrapper } from './file-key-wrapper.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-key-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (text: string) => {
  const path = join(folder, randomBytes(4).toString('hex'));
  await writeFile(path, text);
  return path;
};

test('wraps as RFC 3394, section 4.6, says', async () => {
  const wrapper = aesKeyWrapper(Buffer.from('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F', 'hex'));
  const plain = Buffer.from('00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F', 'hex');
  const wrapped = '28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21';
  expect((await wrapper.wrap(plain)).toString('hex').toUpperCase()).toBe(wrapped);
  expect(await wrapper.unwrap(Buffer.from(wrapped, 'hex'))).toEqual(plain);
});

test('altered bytes do not unwrap', async () => {
  const wrapper = aesKeyWrapper(randomBytes(32));
  const wrapped = await wrapper.wrap(randomBytes(32));
  for (let at = 0; at < wrapped.length; at++) {
    const altered = Buffer.from(wrapped);
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
    await expect(wrapper.unwrap(altered)).rejects.toThrow('does not unwrap');
  }
});

test('what another key wrapped does not unwrap, and the ids differ', async () => {
  const [one, two] = [aesKeyWrapper(randomBytes(32)), aesKeyWrapper(randomBytes(32))];
  await expect(two.unwrap(await one.wrap(randomBytes(32)))).rejects.toThrow('does not unwrap');
  expect(one.keyId).not.toBe(two.keyId);
});

test('the key of a file, with or without a line end, is one key', async () => {
  const key = randomBytes(32).toString('base64');
  const [one, two] = await Promise.all([file(key), file(`${key}\n`)].map(async (path) => fileKeyWrapper(await path)));
  expect(one?.keyId).toBe(two?.keyId);
});

test.each([
  ['an empty file', ''],
  ['a short key', randomBytes(31).toString('base64')],
  ['a long key', randomBytes(33).toString('base64')],
  ['no base64', `${randomBytes(32).toString('base64')} and more`],
  ['hexadecimal', randomBytes(32).toString('hex')],
])('%s is refused without telling what it holds', async (_, text) => {
  const refused = await fileKeyWrapper(await file(text)).catch((error: Error) => error.message);
  expect(refused).toMatch(/must hold 32 bytes in base64$/);
});
