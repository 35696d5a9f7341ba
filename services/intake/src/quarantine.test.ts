import { given } from '@accompany/domain/testing';
import { expect, test } from 'vitest';
import { type Event, quarantine, readable, setAside } from './quarantine.js';
import { heron, intake, lotus, sealed } from './samples.js';

const record = { externalReference: { system: 'oscar', id: 'record-7' }, reason: 'unknown_agency', original: sealed };
const quarantined: Event = { $case: 'importRecordQuarantined', value: { ...record, agency: 'lotus' } };

test('a record is set aside with its reason, once', () => {
  given(quarantine)()
    .when((state) => setAside(state, record, lotus))
    .then(quarantined);
  given(quarantine)(quarantined)
    .when((state) => setAside(state, record, lotus))
    .thenNothing();
});

test('it names its record', () =>
  given(quarantine)()
    .when((state) => setAside(state, { ...record, externalReference: { system: '', id: 'record-7' } }, lotus))
    .thenRejected('INVALID_FIELDS'));

test('agencies set aside, services do not', () =>
  given(quarantine)()
    .when((state) => setAside(state, record, intake))
    .thenRejected('NOT_ALLOWED_FOR_CALLER'));

test('its agency reads it, nobody else', () => {
  const { state } = given(quarantine)(quarantined);
  expect(readable(state, 'lotus')).toEqual(quarantined.value);
  expect(() => readable(state, heron.actor.kind === 'agency' ? heron.actor.agency : '')).toThrow('no such record');
  expect(() => readable({ status: 'none' }, 'lotus')).toThrow('no such record');
});
