import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { KeyWrapper } from './key-wrapper.js';

const KEY_BYTES = 32;
const AES_KEY_WRAP = 'id-aes256-wrap';
/** The initial value of RFC 3394, section 2.2.3.1: unwrapping checks it, so altered bytes are noticed. */
const INITIAL_VALUE = Buffer.alloc(8, 0xa6);

/** A wrapper under a key of 32 bytes: AES-256 key wrap, RFC 3394. */
export const aesKeyWrapper = (key: Buffer): KeyWrapper => {
  if (key.length !== KEY_BYTES) throw new Error(`a key-encryption key has ${KEY_BYTES} bytes, this one has ${key.length}`);
  return {
    keyId: `aes-${Buffer.from(hkdfSync('sha256', key, '', 'accompany key id', 8)).toString('hex')}`,
    wrap: async (plain) => {
      const cipher = createCipheriv(AES_KEY_WRAP, key, INITIAL_VALUE);
      return Buffer.concat([cipher.update(plain), cipher.final()]);
    },
    unwrap: async (wrapped) => {
      try {
        const decipher = createDecipheriv(AES_KEY_WRAP, key, INITIAL_VALUE);
        return Buffer.concat([decipher.update(wrapped), decipher.final()]);
      } catch {
        throw new Error('a wrapped key does not unwrap: it was altered, or wrapped by another key');
      }
    },
  };
};

/** The wrapper whose key stands in a file as 32 bytes of base64, and nothing else. Errors name the file, never what it holds. */
export const fileKeyWrapper = async (path: string): Promise<KeyWrapper> => {
  const text = (await readFile(path, 'utf8')).trim();
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== text) throw new Error(`${path} must hold ${KEY_BYTES} bytes in base64`);
  return aesKeyWrapper(key);
};
