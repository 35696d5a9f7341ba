import { describe, expect, test } from 'vitest';
import { readContact, readIdentity, writeContact, writeIdentity, writeReporter } from './documents.js';
import { areaOf } from './received.js';
import { recordId } from './record-id.js';

describe('the plain area', () => {
  test.each([
    ['', '01020304', '0102'],
    ['', '0102', '0102'],
    ['', '01', '01'],
    ['01', '01020304', '01'],
    ['0102', '', '0102'],
    ['', '', ''],
  ])('of area %s and place %s is %s', (areaCode, placeCode, expected) => expect(areaOf(areaCode, placeCode)).toBe(expected));
  test('must agree with the place', () => expect(() => areaOf('02', '01020304')).toThrow('wrong'));
});

describe('the id of what is made from a record', () => {
  const reference = { system: 'oscar', id: 'record-7' };
  test('is the same for the same record', () =>
    expect(recordId('lotus', { ...reference }, 'report')).toBe(recordId('lotus', reference, 'report')));
  test.each([
    ['agency', recordId('heron', reference, 'report')],
    ['kind', recordId('lotus', reference, 'case')],
    ['system', recordId('lotus', { ...reference, system: 'primero' }, 'report')],
    ['id', recordId('lotus', { ...reference, id: 'record-8' }, 'report')],
  ])('differs by %s', (_, other) => expect(other).not.toBe(recordId('lotus', reference, 'report')));
});

describe('what is sealed as a document', () => {
  test('survives unchanged, in any script', () => {
    const identity = { givenName: 'ស្រី ពេជ្រ', familyName: 'Example', otherNames: ['Pich'], sex: 1, dateOfBirth: '2010-04' };
    expect(readIdentity(writeIdentity(identity))).toEqual(identity);
    const contact = { phone: '', address: 'ផ្ទះលេខ ១', placeCode: '01020304' };
    expect(readContact(writeContact(contact))).toEqual(contact);
  });
  test('says nothing where nothing was said', () => {
    expect(writeIdentity(undefined)).toBe('');
    expect(writeReporter({ name: '', contact: '', relation: 0 })).toBe('');
    expect(readIdentity('')).toBeUndefined();
  });
});
