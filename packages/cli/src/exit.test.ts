import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accompany } from './testing.js';

test.each([
  [['--help'], 0],
  [['import', 'oscar', '--help'], 0],
  [['no-such-command'], 2],
  [['timeline'], 2],
  [['timeline', 'abcd', '--as-of', 'some day'], 2],
  [['status'], 3],
  [['parked', 'list'], 3],
  [['republish', 'intake'], 2],
  [['republish', 'intake', '--from', 'some'], 2],
  [['republish', 'intake', '--from', '0'], 3],
  [['parked', 'skip', 'abcd'], 2],
  [['parked', 'skip', 'abcd', '--reason', 'because'], 2],
  [['worklist'], 2],
  [['worklist', '--as', 'aple'], 3],
  [['timeline', 'abcd'], 3],
  [['import', 'oscar', 'no-such-file.json'], 4],
  [['gazetteer', 'load', 'no-such-file.csv'], 4],
  [['gazetteer', 'find', 'anything'], 3],
])('without a network, %j ends with %d', async (args, code) => {
  const ended = await accompany(args, { ACCOMPANY_STATE: join(tmpdir(), `${randomUUID()}.json`) });
  expect(ended.code).toBe(code);
  expect(ended.code === 0 ? ended.err : ended.out).toBe('');
  expect(ended.err).not.toMatch(/^\s+at /m);
});
