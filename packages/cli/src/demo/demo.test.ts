import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { accompany } from '../testing.js';

const marked = (mark: string): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });

test('demo --once plays every step, answers for three dates, and leaves no process', { timeout: 300_000 }, async () => {
  const mark = randomUUID();
  const folder = await mkdtemp(join(tmpdir(), 'accompany-demo-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { code, out, err } = await accompany(['demo', '--once'], { MARK: mark, ACCOMPANY_STATE: join(folder, 'state.json') });
  expect(err).toBe('');
  expect(code).toBe(0);
  for (let step = 1; step <= 12; step++) expect(out).toMatch(new RegExp(`^ +B${step} `, 'm'));
  for (const day of ['3 February 2022', '8 February 2022', '28 February 2022']) expect(out).toContain(`As it was on ${day}`);
  // At the end, what one command caused, from the agency's call to the last service, with what it took.
  const trace = out.slice(out.indexOf('How A21’s acceptance went through the network'));
  expect(trace).toMatch(/^How A21’s acceptance went through the network +\d+ spans over [3-7] services, \d+ ms$/m);
  expect(trace).toMatch(/^referral: AcceptReferral +0\.0 +\d+\.\d$/m);
  expect(trace).toMatch(/ intake: react ReferralAccepted by \S+ +\d+\.\d +\d+\.\d$/m);
  expect(trace).toMatch(/accompany trace [0-9a-f]{8}$/m);
  expect(trace.split('\n').length, 'fits a screen').toBeLessThan(45);
  expect(out).not.toMatch(/Example-|ខ្ញុំខ្លាច|000 000/);
  if (existsSync('/proc')) await expect.poll(() => marked(mark), { timeout: 5_000 }).toEqual([]);
});
