import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { PersonalDataCategory, Sealed } from '@accompany/contracts/common/v1/common';

/** Which key seals a value: one subject, one category, one version. */
export type KeyName = { readonly subjectId: string; readonly category: PersonalDataCategory; readonly keyVersion: number };

/**
 * A sealed value that does not open: changed, moved to another stream, or sealed under another key.
 * There is one error and it says no more, because which of them it was would help only an attacker.
 */
export class SealBroken extends Error {
  constructor() {
    super('A sealed value does not open: it was changed, belongs to another stream, or needs another key.');
    this.name = 'SealBroken';
  }
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a text under a data key (32 bytes, AES-256-GCM, a fresh random IV each time). The value is bound to the stream
 * (`${aggregate}-${id}`), subject, category and key version: moved anywhere else it does not open.
 * Throws on a key of another length and on a name that holds `|`, which parts the bound names.
 */
export const seal = (key: Buffer, name: KeyName, stream: string, text: string): Sealed => {
  if (key.length !== KEY_BYTES) throw new Error(`a data key has ${KEY_BYTES} bytes, this one has ${key.length}`);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(boundTo(name, stream));
  const ciphertext = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { subjectId: name.subjectId, category: name.category, keyVersion: name.keyVersion, ciphertext };
};

/** Opens what `seal` made, in the stream that it was sealed for. Throws `SealBroken` when it was altered in any way. */
export const open = (key: Buffer, sealed: Sealed, stream: string): string => {
  try {
    const bytes = Buffer.from(sealed.ciphertext);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(boundTo(sealed, stream))
      .setAuthTag(bytes.subarray(Math.max(IV_BYTES, bytes.length - TAG_BYTES)));
    const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    throw new SealBroken();
  }
};

const boundTo = ({ category, subjectId, keyVersion }: KeyName, stream: string): Buffer => {
  if (stream.includes('|') || subjectId.includes('|')) throw new Error('a stream or subject id may not hold "|"');
  return Buffer.from(`${stream}|${category}|${subjectId}|${keyVersion}`, 'utf8');
};
