import { expect, test } from 'vitest';
import type { ReceivedRecord } from './case-log/case-log.js';
import { readMeta, toRecord } from './log-event.js';

const ours: ReceivedRecord = {
  ...toRecord('intake', {
    position: 7,
    stream: 'case-1',
    version: 2,
    type: 'accompany.intake.v1.RiskRaised',
    topic: 'case',
    key: 'case-id',
    payload: Buffer.alloc(0),
    metadata: JSON.stringify({ actor: { kind: 'agency', agency: 'aple', person: 'p-1' }, correlation: 'c' }),
    occurredAt: new Date('2022-02-01'),
    recordedAt: new Date('2022-02-02'),
  }),
  ...{ topic: 'case-events.v1', partition: 3, offset: '5' },
};
const without = (name: string): ReceivedRecord => ({
  ...ours,
  headers: Object.fromEntries(Object.entries(ours.headers).filter(([header]) => header !== name)),
});
const withHeader = (name: string, value: string): ReceivedRecord => ({ ...ours, headers: { ...ours.headers, [name]: value } });

test('a record of ours reads as what it was made from', () => {
  expect(readMeta(ours)).toMatchObject({ source: 'intake', position: 7, stream: 'case-1', version: 2, caseId: 'case-id', partition: 3 });
});

test.each(['stream', 'version', 'position', 'occurredat', 'actor', 'correlation', 'ce_id', 'ce_source', 'ce_type', 'ce_time'])(
  'a record without %s is not ours',
  (name) => {
    expect(readMeta(without(name))).toBeUndefined();
  },
);

test.each([
  ['position', 'seven'],
  ['position', '0'],
  ['position', '1234567890123456'],
  ['version', '1.5'],
  ['version', '-1'],
  ['occurredat', 'yesterday'],
  ['ce_time', 'soon'],
  ['actor', 'aple'],
  ['actor', 'null'],
  ['actor', '{"kind":"stranger"}'],
  ['ce_source', '/elsewhere/intake'],
  ['stream', 'case-\0'],
  ['stream', `case-${'x'.repeat(5_000)}`],
])('a record whose %s is %.20j is not ours', (name, value) => {
  expect(readMeta(withHeader(name, value))).toBeUndefined();
});

test.each([[''], ['a\0b'], ['x'.repeat(5_000)]])('a record with the key %.20j is not ours', (key) => {
  expect(readMeta({ ...ours, key })).toBeUndefined();
});
