import { expect, test } from 'vitest';
import { readConfig } from './config.js';

const good = {
  ACCOMPANY_DATABASE_URL: 'postgres://app@localhost/x',
  ACCOMPANY_DATABASE_OWNER_URL: 'postgres://owner@localhost/x',
  ACCOMPANY_LISTEN: '127.0.0.1:5000',
  ACCOMPANY_TLS_CA: 'ca.pem',
  ACCOMPANY_TLS_CERT: 'cert.pem',
  ACCOMPANY_TLS_KEY: 'key.pem',
  ACCOMPANY_FINGERPRINT_KEY: Buffer.alloc(32).toString('base64'),
};

test('a complete configuration is read, with its defaults', () => {
  expect(readConfig({ ...good, PATH: '/bin' })).toMatchObject({ ACCOMPANY_LISTEN: '127.0.0.1:5000', ACCOMPANY_LOG_LEVEL: 'info' });
});

test('all that is missing, bad or unknown is listed at once, without values', () => {
  const { ACCOMPANY_TLS_CA: _missing, ...rest } = good;
  const planted = 'secret-value-7';
  const read = () => readConfig({ ...rest, ACCOMPANY_LISTEN: planted, ACCOMPANY_LOG_LEVEL: planted, ACCOMPANY_LISTNE: planted });
  expect(read).toThrow(
    /ACCOMPANY_LISTEN: expected host:port\n.*ACCOMPANY_TLS_CA: missing\n.*ACCOMPANY_LOG_LEVEL: .*\n.*ACCOMPANY_LISTNE: not a setting/,
  );
  expect(read).not.toThrow(new RegExp(planted));
});

test.each([
  ['ACCOMPANY_PICK_UP_PERCENT', '100,90,200'],
  ['ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS', 'soon'],
  ['ACCOMPANY_STALLED_AFTER_DAYS', '0'],
  ['ACCOMPANY_STALLED_AFTER_DAYS', 'soon'],
  ['ACCOMPANY_PICK_UP_HOURS', '24,72'],
  ['ACCOMPANY_FINGERPRINT_KEY', 'short'],
  ['ACCOMPANY_CASE_LOG', 'http://localhost'],
])('%s refuses %s', (name, value) => {
  expect(() => readConfig({ ...good, [name]: value })).toThrow(name);
});
