import { type ClientContact, ClientIdentity, ClientContact as Contact, Reporter } from '@accompany/contracts/intake/v1/service';

type Codec<Message> = { toJSON(message: Message): unknown; fromJSON(object: unknown): Message };

/** A message as the JSON document that is sealed; empty when it says nothing. */
export const writeDocument =
  <Message>(codec: Codec<Message>) =>
  (message: Message | undefined): string => {
    const document = message === undefined ? '{}' : JSON.stringify(codec.toJSON(message));
    return document === '{}' ? '' : document;
  };

/** The message in an opened document; undefined for the empty text. */
export const readDocument =
  <Message>(codec: Codec<Message>) =>
  (document: string): Message | undefined =>
    document === '' ? undefined : codec.fromJSON(JSON.parse(document));

export const writeIdentity = writeDocument<ClientIdentity>(ClientIdentity);
export const readIdentity = readDocument<ClientIdentity>(ClientIdentity);
export const writeContact = writeDocument<ClientContact>(Contact);
export const readContact = readDocument<ClientContact>(Contact);
export const writeReporter = writeDocument<Reporter>(Reporter);
export const readReporter = readDocument<Reporter>(Reporter);
