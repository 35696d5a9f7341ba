import { existsSync, readFileSync } from 'node:fs';
import { GetStatusResponse } from '@accompany/contracts/operations/v1/service';
import { describe, expect, test } from 'vitest';
import type { Answer } from './ask.js';
import { findingsOf, LIMIT_SECONDS } from './wellness.js';

const root = new URL('../../../../', import.meta.url);
const now = new Date('2022-02-01T12:00:00Z');
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
const CASE = 'case-events.v1';

const answer = (status: Partial<GetStatusResponse> = {}, over: Partial<Answer> = {}): Answer => ({
  ...{ service: 'referral', address: 'localhost:1', health: 'serving' },
  status: GetStatusResponse.fromPartial({
    readAt: now,
    storeAnswered: true,
    logAnswered: true,
    headPosition: 9,
    relayedPosition: 9,
    ...status,
  }),
  ...over,
});
const postgresLost = [{ name: 'postgres', serving: false }];
const lag = (partition: number, events: number, seconds: number) => ({ topic: CASE, partition, events, oldestAt: before(seconds) });
const parked = { consumer: 'reactions', caseId: 'c', source: 'intake', position: 3, error: 'error: Error', waiting: 2 };
const view = (seconds: number) => ({ name: 'lines', version: 1, position: 1, events: 4, oldestAt: before(seconds) });

describe('what is not well', () => {
  test.each<[string, Answer, string[]]>([
    ['nothing', answer(), []],
    [
      'what has waited for a minute at most',
      answer({
        relayedPosition: 2,
        oldestUnsentAt: before(60),
        lags: [lag(0, 8, 60)],
        views: [view(60)],
        timersOverdue: 1,
        oldestTimerAt: before(60),
      }),
      [],
    ],
    ['an event not sent', answer({ relayedPosition: 8, oldestUnsentAt: before(61) }), ['outbox-stuck: has not sent 1 event for 61 s']],
    [
      'a log that was replaced, told once',
      answer({ logReplaced: true, relayedPosition: 8, oldestUnsentAt: before(61) }),
      ['outbox-stuck: sends nothing: the log lost what was sent to it; `accompany republish` sends it once more'],
    ],
    [
      'a partition not read',
      answer({ lags: [lag(3, 2, 61), lag(4, 9, 1)] }),
      [`consumer-behind: has not read 2 events of ${CASE}/3 for 61 s`],
    ],
    ['two partitions', answer({ lags: [lag(3, 2, 61), lag(4, 9, 300)] }), [`consumer-behind: has not read 11 events of ${CASE} for 5 min`]],
    ['a view', answer({ views: [view(61)] }), ['view-behind: shows what was 61 s ago in the view lines']],
    ['a timer', answer({ timersOverdue: 2, oldestTimerAt: before(61) }), ['timers-overdue: has 2 timers overdue, the oldest for 61 s']],
    ['a parked case', answer({ parked: [parked] }), ['case-parked: has 1 case parked: nothing that happens there has an effect']],
    ['a record set aside', answer({ setAside: 1 }), ['record-set-aside: has set 1 record of the log aside that it cannot read']],
    ['a service that is away', answer({}, { health: 'away', status: undefined }), ['service-down: does not answer at localhost:1']],
    ['a silent one', answer({}, { status: undefined }), ['service-not-serving: serves, but does not say how it stands']],
    [
      'a service without its database, told once',
      answer({ dependencies: postgresLost, storeAnswered: false }, { health: 'not serving' }),
      ['service-not-serving: refuses calls without postgres'],
    ],
    ['a dependency', answer({ dependencies: [{ name: 'vault', serving: false }] }), ['dependency-lost: has lost vault']],
    [
      'a database that does not answer in time',
      answer({ storeAnswered: false }),
      ['dependency-lost: cannot say how it stands: its database does not answer'],
    ],
    [
      'a log that does not answer in time',
      answer({ logAnswered: false }),
      ['dependency-lost: cannot say what it has to read: the log does not answer'],
    ],
  ])('%s', (_what, given, expected) => {
    const found = findingsOf([given]);
    expect(found.map(({ what, help }) => `${help.replace(/^docs\/runbooks\/(.*)\.md$/, '$1')}: ${what}`)).toEqual(expected);
    for (const { help } of found) expect(existsSync(new URL(help, root))).toBe(true);
  });
});

test.each(['OutboxStuck', 'ConsumerBehind', 'ViewBehind'])('the limit is that of the alert %s', (alert) => {
  const rules = readFileSync(new URL('infra/prometheus/accompany.rules.yml', root), 'utf8');
  const [, limit] = new RegExp(`alert: ${alert}\\n\\s+expr: .*_seconds\\)? > (\\d+)\\n`).exec(rules) ?? [];
  expect(limit).toBe(String(LIMIT_SECONDS));
});
