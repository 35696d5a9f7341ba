import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { wayTo } from '../case-log/suite-servers.js';
import { caseSubject, type Hints, nudgeSubject } from './hints.js';
import { openHints } from './open.js';

const logger = pino({ level: 'silent' });
const opened: Hints[] = [];
const open = async (url: string | undefined): Promise<Hints> => {
  const hints = await openHints(url, logger);
  opened.push(hints);
  return hints;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((hints) => hints.close()));
});

const server = (): string => {
  const url = process.env.ACCOMPANY_NATS;
  if (!url) throw new Error('ACCOMPANY_NATS is not set: the test runs on a real server, which "npm test" starts');
  return url;
};

const heardOn = (): string[] => [];

/** Publishes until a listener heard it: hints are dropped while a connection is made, which is what they are for. */
const publishUntil = async (hints: Hints, subject: string, heard: () => boolean): Promise<void> => {
  const deadline = Date.now() + 15_000;
  for (let n = 0; !heard(); n += 1) {
    if (Date.now() > deadline) throw new Error(`nobody heard ${subject}`);
    hints.publish(subject, `42-${n}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

test('a hint reaches those who listen to its subject, and no others', async () => {
  const [here, there] = [await open(server()), await open(server())];
  const [subject, other] = [caseSubject(randomUUID()), caseSubject(randomUUID())];
  const [exact, pattern, others] = [heardOn(), heardOn(), heardOn()];
  there.subscribe(subject, (position) => exact.push(position));
  there.subscribe('live.case.*', (_, on) => pattern.push(on));
  there.subscribe(other, (position) => others.push(position));
  await publishUntil(here, subject, () => exact.length > 0 && pattern.includes(subject));
  expect(exact[0]).toMatch(/^42-/);
  expect(others).toEqual([]);
});

test('who stops listening hears no more, and a listener that fails harms no other', async () => {
  const [hints, sender] = [await open(server()), await open(server())];
  const subject = nudgeSubject(randomUUID());
  const [left, stayed] = [heardOn(), heardOn()];
  hints.subscribe(subject, () => {
    throw new Error('no');
  });
  const leave = hints.subscribe(subject, (position) => left.push(position));
  hints.subscribe(subject, (position) => stayed.push(position));
  await publishUntil(sender, subject, () => left.length > 0 && stayed.length > 0);
  leave();
  const heard = left.length;
  const before = stayed.length;
  await publishUntil(sender, subject, () => stayed.length > before + 2);
  expect(left.length).toBe(heard);
});

test('a server that comes late, or goes and comes back, is found in the background', async () => {
  const { hostname, port } = new URL(server());
  const way = await wayTo({ host: hostname, port: Number(port) });
  await way.cut();
  const url = `nats://127.0.0.1:${way.port()}`;
  const [hints, sender] = [await open(url), await open(url)];
  const subject = nudgeSubject(randomUUID());
  const heard: string[] = [];
  hints.subscribe(subject, (position) => heard.push(position));
  sender.publish(subject, 'too early');
  await way.mend();
  await publishUntil(sender, subject, () => heard.length > 0);
  await way.cut();
  const before = heard.length;
  await way.mend();
  await publishUntil(sender, subject, () => heard.length > before);
  expect(heard).not.toContain('too early');
  await Promise.all([hints.close(), sender.close()]);
  await way.cut();
});

test('nobody hears his own', async () => {
  const [hints, there] = [await open(server()), await open(server())];
  const subject = nudgeSubject(randomUUID());
  const [own, theirs] = [heardOn(), heardOn()];
  hints.subscribe(subject, (position) => own.push(position));
  there.subscribe(subject, (position) => theirs.push(position));
  await publishUntil(hints, subject, () => theirs.length > 2);
  hints.publish(subject, 'own');
  await publishUntil(there, subject, () => own.length > 0);
  expect(own).not.toContain('own');
});

test.each([undefined, 'nats://127.0.0.1:1'])('with no server (%s) nothing waits and nothing fails', async (url) => {
  const hints = await open(url);
  const end = hints.subscribe(nudgeSubject('referral'), () => undefined);
  hints.publish(nudgeSubject('referral'), '1');
  end();
  await hints.close();
});
