import { type ClientContact, ClientIdentity, ClientContact as Contact, Reporter } from '@accompany/contracts/intake/v1/service';

type Codec<Message> = { toJSON(message: Message): unknown; fromJSON(object: unknown): Message };

/** A message as the JSON document that is sealed; empty when it says nothing. */
const write =
  <Message>(codec: Codec<Message>) =>
  (message: Message | undefined): string => {
    const document = message === undefined ? '{}' : JSON.stringify(codec.toJSON(message));
    return document === '{}' ? '' : document;
  };

/** The message in an opened document; undefined for the empty text. */
const read =
  <Message>(codec: Codec<Message>) =>
  (document: string): Message | undefined =>
    document === '' ? undefined : codec.fromJSON(JSON.parse(document));

export const writeIdentity = write<ClientIdentity>(ClientIdentity);
export const readIdentity = read<ClientIdentity>(ClientIdentity);
export const writeContact = write<ClientContact>(Contact);
export const readContact = read<ClientContact>(Contact);
export const writeReporter = write<Reporter>(Reporter);
export const readReporter = read<Reporter>(Reporter);
