import { Rejection } from '@accompany/domain';

/** Who is at the other end of a connection, as its certificate says. */
export type Identity = { readonly kind: 'agency'; readonly agency: string } | { readonly kind: 'service'; readonly service: string };

/**
 * Reads the identity from the alternative names of a verified client certificate, in the form that Node prints them
 * (`URI:spiffe://…, DNS:…`). There must be exactly one URI, `spiffe://<domain>/agency/<id>` or `spiffe://<domain>/svc/<name>`,
 * in the network's own domain; other kinds of names are not looked at. Anything else is refused: IDENTITY_MISSING.
 */
export const identityOf = (subjectAltName: string | undefined, domain: string): Identity => {
  const uris = namesIn(subjectAltName ?? '').filter((name) => name.startsWith('URI:'));
  const [uri] = uris;
  if (uri === undefined || uris.length !== 1) throw new Rejection('IDENTITY_MISSING');
  const [, trustDomain, kind, id] = SPIFFE.exec(uri.slice('URI:'.length)) ?? [];
  if (trustDomain !== domain || id === undefined) throw new Rejection('IDENTITY_MISSING');
  return kind === 'agency' ? { kind: 'agency', agency: id } : { kind: 'service', service: id };
};

const SPIFFE = /^spiffe:\/\/([a-z0-9.-]+)\/(agency|svc)\/([a-z0-9][a-z0-9-]{1,62})$/;

// Node prints a name that holds a comma, quote or control character as a JSON string, so that it cannot pose as two names.
const NAME = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/y;

const namesIn = (text: string): string[] => {
  const names: string[] = [];
  for (let at = 0; at < text.length; at += ', '.length) {
    NAME.lastIndex = at;
    const name = NAME.exec(text)?.[0];
    if (name === undefined || (!text.startsWith(', ', NAME.lastIndex) && NAME.lastIndex < text.length))
      throw new Rejection('IDENTITY_MISSING');
    names.push(name);
    at = NAME.lastIndex;
  }
  return names;
};
