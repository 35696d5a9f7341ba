import { ConflictCheck, DiscontinueReason, Relation } from '@accompany/contracts/legalaid/v1/types';
import type { DecisionContext } from '@accompany/domain';
import { virtualClock } from '@accompany/domain/testing';
import { expect, test } from 'vitest';
import { chase } from './chasing.js';
import { type Event, type Matter, matter } from './matter.js';
import { open } from './opening.js';
import { discontinue, recordProgress, startInvestigation, startProsecution } from './proceedings.js';
import { stalledInvestigations } from './timers.js';

const STALLED_AFTER_DAYS = 90;
const CHASE_EVERY_DAYS = 30;
const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
const at = (time: string): Date => new Date(`${time}T08:00:00Z`);
const lawyer = (context: DecisionContext): DecisionContext => ({
  ...context,
  actor: { kind: 'agency', agency: 'aple', person: 'lawyer-1' },
});
const news = (progressId: string) => (state: Matter, context: DecisionContext) =>
  recordProgress(state, { progressId, notes: undefined }, STALLED_AFTER_DAYS, 'lead', lawyer(context));

/** A matter that is under investigation since 5 January 2026, written down on the day that is given. */
const investigated = (writtenDown = at('2026-01-05')) => {
  const clock = virtualClock<Matter, Event>({
    decider: matter,
    timers: [stalledInvestigations],
    reactions: [(event) => (event.$case === 'investigationStalled' ? (state, { now }) => chase(state, CHASE_EVERY_DAYS, now) : undefined)],
  });
  const command = {
    needId: '',
    beneficiaries: [{ beneficiaryId: clientId, relation: Relation.RELATION_CLIENT, name: undefined }],
    conflictCheck: ConflictCheck.CONFLICT_CHECK_NONE_FOUND,
  };
  clock.at(writtenDown, (state, context) => open(state, command, { clientId, open: true, part: 'lead' }, lawyer(context)));
  clock.at(writtenDown, (state, context) => startInvestigation(state, STALLED_AFTER_DAYS, 'lead', lawyer(context)), at('2026-01-05'));
  return clock;
};
const seen = (clock: ReturnType<typeof investigated>) =>
  clock
    .history()
    .slice(2)
    .map(({ at: time, event }) => {
      const round = event.$case === 'legalChaseAsked' ? ` ${event.value.round}` : '';
      return `${time.toISOString().slice(0, 10)} ${event.$case}${round}`;
    });

test('a year without news: stalled once, chased each period', () => {
  const clock = investigated();
  clock.until(at('2027-01-05'));
  expect(seen(clock)).toEqual([
    '2026-04-05 investigationStalled',
    '2026-04-05 legalChaseAsked 1',
    '2026-05-05 legalChaseAsked 2',
    '2026-06-04 legalChaseAsked 3',
    '2026-07-04 legalChaseAsked 4',
    '2026-08-03 legalChaseAsked 5',
    '2026-09-02 legalChaseAsked 6',
    '2026-10-02 legalChaseAsked 7',
    '2026-11-01 legalChaseAsked 8',
    '2026-12-01 legalChaseAsked 9',
    '2026-12-31 legalChaseAsked 10',
  ]);
});

test('news ends the chase; a later silence begins it anew, from the first round', () => {
  const clock = investigated();
  clock.at(at('2026-05-20'), news('n1'));
  clock.at(at('2026-09-20'), (state, context) => startProsecution(state, 'lead', lawyer(context)));
  clock.until(at('2027-01-05'));
  expect(seen(clock)).toEqual([
    '2026-04-05 investigationStalled',
    '2026-04-05 legalChaseAsked 1',
    '2026-05-05 legalChaseAsked 2',
    '2026-05-20 investigationProgressed',
    '2026-08-18 investigationStalled',
    '2026-08-18 legalChaseAsked 1',
    '2026-09-17 legalChaseAsked 2',
    '2026-09-20 prosecutionStarted',
  ]);
});

test('the end of the matter ends the chase', () => {
  const clock = investigated();
  clock.at(at('2026-04-20'), (state, context) =>
    discontinue(state, DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST, 'lead', lawyer(context)),
  );
  clock.until(at('2027-01-05'));
  expect(seen(clock).slice(2)).toEqual(['2026-04-20 matterDiscontinued']);
});

test('rounds that passed before the matter was written down are not made up for', () => {
  const clock = investigated(at('2026-12-10'));
  clock.until(at('2027-02-05'));
  expect(seen(clock)).toEqual([
    '2026-12-10 investigationStalled',
    '2026-12-10 legalChaseAsked 1',
    '2026-12-31 legalChaseAsked 2',
    '2027-01-30 legalChaseAsked 3',
  ]);
});
