import { given } from '@accompany/domain/testing';
import { expect, test } from 'vitest';
import { claim, type Event, reference, referenceId } from './reference.js';
import { lotus, lotusReference, operator } from './samples.js';

const claimed: Event = { $case: 'referenceClaimed', value: { agencyId: 'lotus', reference: lotusReference } };

test('a free reference is claimed', () =>
  given(reference)()
    .when((state) => claim(state, { agencyId: 'lotus', reference: lotusReference }, operator))
    .then(claimed));

test('by the same agency only once', () =>
  given(reference)(claimed)
    .when((state) => claim(state, { agencyId: 'lotus', reference: lotusReference }, operator))
    .thenNothing());

test('by another agency not at all', () =>
  given(reference)(claimed)
    .when((state) => claim(state, { agencyId: 'heron', reference: lotusReference }, operator))
    .thenRejected('EXTERNAL_REFERENCE_TAKEN'));

test('only the operator claims', () =>
  given(reference)()
    .when((state) => claim(state, { agencyId: 'lotus', reference: lotusReference }, lotus))
    .thenRejected('NOT_ALLOWED_FOR_CALLER'));

test('references that differ at all have streams of their own', () => {
  const references = [
    { system: 'oscar', id: 'Lotus House' },
    { system: 'oscar', id: 'Lotus house' },
    { system: 'oscar', id: 'ផ្ទះឈូក' },
    { system: 'primero', id: 'Lotus House' },
    { system: 'oscar","Lotus House', id: '' },
  ];
  expect(new Set(references.map(referenceId))).toHaveLength(references.length);
  expect(referenceId(lotusReference)).toBe(referenceId({ ...lotusReference }));
});
