import { randomBytes } from 'node:crypto';
import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { open, SealBroken, seal } from './seal.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_HEALTH: HEALTH } = PersonalDataCategory;
const key = randomBytes(32);
const name = { subjectId: 'a4c1f6a2-54de-4b0f-9a53-0d6f5c1b2e11', category: IDENTITY, keyVersion: 1 };
const stream = 'case-7d2b';

test('any text survives unchanged', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(open(key, seal(key, name, stream, text), stream)).toBe(text);
    }),
  ));

test('Khmer survives unchanged', () => expect(open(key, seal(key, name, stream, 'សុខា ចន្ធូ'), stream)).toBe('សុខា ចន្ធូ'));

test('one text sealed twice gives two ciphertexts of 28 bytes more', () => {
  const [one, two] = [seal(key, name, stream, 'Sokha'), seal(key, name, stream, 'Sokha')];
  expect(one.ciphertext).not.toEqual(two.ciphertext);
  expect(one.ciphertext).toHaveLength('Sokha'.length + 28);
  expect(Buffer.from(one.ciphertext).includes('Sokha')).toBe(false);
});

test('a change of any bit of the ciphertext is noticed', () => {
  const sealed = seal(key, name, stream, 'Sokha');
  for (let bit = 0; bit < sealed.ciphertext.length * 8; bit++) {
    const ciphertext = Buffer.from(sealed.ciphertext);
    ciphertext.writeUInt8(ciphertext.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(() => open(key, { ...sealed, ciphertext }, stream)).toThrow(SealBroken);
  }
});

const moved: [string, (sealed: Sealed) => Sealed, string?, Buffer?][] = [
  ['another stream', (sealed) => sealed, 'case-7d2c'],
  ['another subject', (sealed) => ({ ...sealed, subjectId: 'b4c1f6a2-54de-4b0f-9a53-0d6f5c1b2e11' })],
  ['another category', (sealed) => ({ ...sealed, category: HEALTH })],
  ['another key version', (sealed) => ({ ...sealed, keyVersion: 2 })],
  ['another key', (sealed) => sealed, stream, randomBytes(32)],
  ['no key', (sealed) => sealed, stream, Buffer.alloc(0)],
  ['a shifted boundary', (sealed) => ({ ...sealed, subjectId: `x|${sealed.subjectId}` })],
  ['an empty ciphertext', (sealed) => ({ ...sealed, ciphertext: Buffer.alloc(0) })],
  ['a cut ciphertext', (sealed) => ({ ...sealed, ciphertext: sealed.ciphertext.subarray(0, 20) })],
  ['a lengthened ciphertext', (sealed) => ({ ...sealed, ciphertext: Buffer.concat([sealed.ciphertext, Buffer.alloc(1)]) })],
];
test.each(moved)('%s does not open it', (_, change, where = stream, which = key) =>
  expect(() => open(which, change(seal(key, name, stream, 'Sokha')), where)).toThrow(SealBroken),
);

test('the error holds nothing of the value', () => {
  const sealed = seal(key, name, stream, 'Sokha');
  expect(new SealBroken().message).not.toContain(sealed.subjectId);
  expect(new SealBroken().cause).toBeUndefined();
});

test('a key of another length is refused before anything is sealed', () =>
  expect(() => seal(randomBytes(16), name, stream, 'Sokha')).toThrow('32 bytes'));
