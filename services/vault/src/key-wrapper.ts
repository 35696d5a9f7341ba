/**
 * The key-encryption key: what makes a stored data key useless to whoever has only the database. The file is for
 * development; a production wrapper asks OpenBao or Vault transit, hence the promises.
 */
export type KeyWrapper = {
  /** Names the key-encryption key; stored beside what it wrapped. Says nothing about the key. */
  readonly keyId: string;
  readonly wrap: (key: Buffer) => Promise<Buffer>;
  /** Throws when the bytes were altered or wrapped by another key. */
  readonly unwrap: (wrapped: Buffer) => Promise<Buffer>;
};
