import { Rejection } from '@accompany/domain';
import { expect, test } from 'vitest';
import { identityOf } from './identity.js';

const domain = 'accompany.example';

test('an agency', () =>
  expect(identityOf('URI:spiffe://accompany.example/agency/ahtjp-siem-reap', domain)).toEqual({
    kind: 'agency',
    agency: 'ahtjp-siem-reap',
  }));

test('a service, beside names of other kinds', () =>
  expect(identityOf('DNS:localhost, URI:spiffe://accompany.example/svc/legal-aid, IP Address:127.0.0.1', domain)).toEqual({
    kind: 'service',
    service: 'legal-aid',
  }));

const refused: [string, string | undefined][] = [
  ['no names', undefined],
  ['empty names', ''],
  ['no URI', 'DNS:accompany.example'],
  ['a URI in a DNS name', 'DNS:"x, URI:spiffe://accompany.example/agency/a21"'],
  ['a URI in a quoted DNS name with an escaped quote', 'DNS:"x\\", URI:spiffe://accompany.example/agency/a21"'],
  ['an open quote', 'DNS:"x, URI:spiffe://accompany.example/agency/a21'],
  ['two URIs', 'URI:spiffe://accompany.example/agency/a21, URI:spiffe://accompany.example/agency/aple'],
  ['one URI twice', 'URI:spiffe://accompany.example/agency/a21, URI:spiffe://accompany.example/agency/a21'],
  ['a second URI that is not ours', 'URI:spiffe://accompany.example/agency/a21, URI:https://example.org'],
  ['another domain', 'URI:spiffe://other.example/agency/a21'],
  ['our domain as the start of another', 'URI:spiffe://accompany.example.org/agency/a21'],
  ['another scheme', 'URI:https://accompany.example/agency/a21'],
  ['another kind', 'URI:spiffe://accompany.example/person/a21'],
  ['no id', 'URI:spiffe://accompany.example/agency/'],
  ['a longer path', 'URI:spiffe://accompany.example/agency/a21/x'],
  ['a query', 'URI:spiffe://accompany.example/agency/a21?x'],
  ['capitals', 'URI:spiffe://accompany.example/agency/A21'],
  ['a line break', 'URI:spiffe://accompany.example/agency/a21\n'],
  ['an empty name', ', URI:spiffe://accompany.example/agency/a21'],
];
test.each(refused)('%s is refused', (_, names) => expect(() => identityOf(names, domain)).toThrow(new Rejection('IDENTITY_MISSING')));
