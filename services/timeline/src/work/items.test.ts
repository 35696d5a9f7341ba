import { ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { Period } from '@accompany/contracts/referral/v1/types';
import { WorkKind } from '@accompany/contracts/timeline/v1/work_service';
import { describe, expect, test } from 'vitest';
import { accountOf } from '../account.js';
import * as s from '../samples.js';
import { workOf } from '../work.js';

const ID = '5a0c3f2e-9999-4999-8999-000000000009';
const K = WorkKind;

const on = (stream: string, at: Date, ...[name, value]: Parameters<typeof s.event>): s.Happening => ({
  stream,
  at,
  event: s.event(name, value),
});
const onCase = (at: Date, ...event: Parameters<typeof s.event>): s.Happening => on(`case-${s.CASE}`, at, ...event);
const onReferral = (at: Date, ...event: Parameters<typeof s.event>): s.Happening => on(`referral-${s.REFERRAL}`, at, ...event);
const parties = { sender: 'lotus', receiver: 'heron' };
const workAfter = (...happenings: s.Happening[]) => workOf(accountOf(s.facts(s.opened, ...happenings)));

/** Who has to do what after these happenings in an open case that lotus leads. */
const todo = (...happenings: s.Happening[]) => workAfter(...happenings).items.map(({ agency, kind }) => [agency, kind]);

const offered = on(`transfer-${ID}`, s.feb(5), 'transferOffered', { giver: 'lotus', receiver: 'heron', dueBy: s.feb(12) });
const transferred = (name: 'transferAccepted' | 'transferDeclined' | 'transferReleased' | 'transferWithdrawn', day: number) =>
  on(`transfer-${ID}`, s.feb(day), name, { giver: 'lotus', receiver: 'heron' });
const lost = onCase(s.feb(5), 'whereaboutsLost', { searchId: ID, nextReviewAt: s.feb(19) });
const reviewed = onCase(s.feb(19), 'searchReviewed', { searchId: ID, nextReviewAt: s.feb(26) });
const located = onCase(s.feb(25), 'clientLocated', { searchId: ID });
const noticed = on(`notice-${ID}`, s.feb(6), 'noticeIssued', { toAgency: 'heron', dueBy: s.feb(9) });
const drafted = onReferral(s.feb(7), 'referralDrafted', { sender: 'lotus', urgency: Urgency.URGENCY_HIGH });
const sent = { ...s.sent, event: s.event('referralSent', { ...parties, urgency: Urgency.URGENCY_HIGH, dueBy: s.feb(9), needId: s.NEED }) };
const matter = (day: number, ...event: Parameters<typeof s.event>) => on(`matter-${ID}`, s.feb(day), ...event);
const stalled = [
  matter(5, 'matterOpened', { agency: 'lotus' }),
  matter(6, 'investigationStarted', {}),
  matter(20, 'investigationStalled', { stalledSince: s.feb(20) }),
];
const plan = (day: number, ...event: Parameters<typeof s.event>) => on(`plan-${ID}`, s.feb(day), ...event);
const planned = [
  plan(9, 'planDrafted', { referralId: s.REFERRAL, deliverer: 'heron', sender: 'lotus' }),
  plan(9, 'planActivated', { startsAt: s.feb(9), frequency: { sessions: 1, period: Period.PERIOD_WEEK } }),
];
const closed = onCase(s.feb(26), 'caseClosed', {});

test.each<[string, s.Happening[], [string, WorkKind][]]>([
  ['nothing in a case where nothing waits', [], []],
  ['a draft for its sender to send', [drafted], [['lotus', K.WORK_KIND_REFERRAL_TO_SEND]]],
  ['a referral for its receiver to answer', [drafted, sent], [['heron', K.WORK_KIND_REFERRAL_TO_ANSWER]]],
  ['a child on a waiting list', [sent, onReferral(s.feb(9), 'referralWaitlisted', parties)], [['heron', K.WORK_KIND_REFERRAL_WAITLISTED]]],
  ['nothing once it is accepted', [sent, s.accepted], []],
  ['nothing once it is accepted, also when that was dated before it was sent', [{ ...s.accepted, at: s.feb(6) }, sent], []],
  ['a loop for the sender to close', [sent, onReferral(s.feb(9), 'referralLapsed', parties)], [['lotus', K.WORK_KIND_LOOP_TO_CLOSE]]],
  [
    'nothing once the loop is closed',
    [sent, onReferral(s.feb(9), 'referralLapsed', parties), onReferral(s.feb(10), 'referralLoopClosed', parties)],
    [],
  ],
  [
    'a decision that is asked of the sender beside the answer that is asked of the receiver',
    [sent, onReferral(s.feb(9), 'referralDecisionAsked', parties)],
    [
      ['heron', K.WORK_KIND_REFERRAL_TO_ANSWER],
      ['lotus', K.WORK_KIND_REFERRAL_TO_DECIDE],
    ],
  ],
  ['a transfer for its receiver to answer', [offered], [['heron', K.WORK_KIND_TRANSFER_TO_ANSWER]]],
  ['a transfer for its giver to release', [offered, transferred('transferAccepted', 6)], [['lotus', K.WORK_KIND_TRANSFER_TO_RELEASE]]],
  ['nothing once it is released', [offered, transferred('transferAccepted', 6), transferred('transferReleased', 7)], []],
  ['nothing once it is declined', [offered, transferred('transferDeclined', 6)], []],
  ['nothing once it is taken back, also when its offer is dated after', [transferred('transferWithdrawn', 4), offered], []],
  ['a search for the lead to review', [lost], [['lotus', K.WORK_KIND_SEARCH_TO_REVIEW]]],
  ['a search goes on after a review', [lost, reviewed], [['lotus', K.WORK_KIND_SEARCH_TO_REVIEW]]],
  ['nothing once the child is found', [lost, reviewed, located], []],
  ['a notice to acknowledge', [noticed], [['heron', K.WORK_KIND_NOTICE_TO_ACKNOWLEDGE]]],
  ['nothing once it is acknowledged', [noticed, on(`notice-${ID}`, s.feb(7), 'noticeAcknowledged', { agency: 'heron' })], []],
  ['a consent that runs out', [s.agreed], [['lotus', K.WORK_KIND_CONSENT_EXPIRING]]],
  ['nothing once it is withdrawn', [s.agreed, s.takenBack], []],
  ['nothing once it ran out', [s.agreed, onCase(s.feb(25), 'consentExpired', { consentId: s.CONSENT })], []],
  ['a consent to be taken again', [onCase(s.feb(9), 'consentRetakeAsked', { consentId: ID })], [['lotus', K.WORK_KIND_CONSENT_TO_RETAKE]]],
  ['an investigation that stalls', stalled, [['lotus', K.WORK_KIND_MATTER_STALLED]]],
  ['nothing once something is heard of it', [...stalled, matter(21, 'investigationProgressed', {})], []],
  ['sessions that fall behind', planned, [['heron', K.WORK_KIND_SESSIONS_BEHIND]]],
  ['an assessment to make', [s.requested], [['lotus', K.WORK_KIND_ASSESSMENT_TO_MAKE]]],
  ['nothing once it is approved', [s.requested, s.submitted, s.approved], []],
  ['nothing in a case that was merged', [s.requested, lost, s.agreed, drafted, ...planned, s.ENDS.merged], []],
  ['the work of before once the merge is undone', [lost, s.ENDS.merged, s.ENDS.undone], [['lotus', K.WORK_KIND_SEARCH_TO_REVIEW]]],
  ['nothing in a case that was entered in error', [s.requested, lost, s.agreed, drafted, s.ENDS.mistaken], []],
  ['in a closed case nothing for the lead', [s.requested, lost, s.agreed, drafted, ...planned, closed], []],
  [
    'in a closed case what was asked of others',
    [sent, offered, noticed, closed],
    [
      ['heron', K.WORK_KIND_REFERRAL_TO_ANSWER],
      ['heron', K.WORK_KIND_TRANSFER_TO_ANSWER],
      ['heron', K.WORK_KIND_NOTICE_TO_ACKNOWLEDGE],
    ],
  ],
])('there is %s', (_name, happenings, expected) => {
  expect(todo(...happenings)).toEqual(expected);
});

describe('an item says', () => {
  test('of a referral how soon, from whom, since when and by when', () => {
    expect(workAfter(sent).items).toMatchObject([
      {
        subject_id: s.REFERRAL,
        counterpart: 'lotus',
        urgency: Urgency.URGENCY_HIGH,
        since: s.feb(8),
        due_at: s.feb(9),
        shows_at: s.feb(8),
        caseworker: '',
      },
    ]);
  });
  test('of sessions when the one that is missing was due, and shows then', () => {
    const held = plan(10, 'sessionHeld', { heldAt: s.feb(10) });
    expect(workAfter(...planned).items).toMatchObject([{ due_at: s.feb(16), shows_at: s.feb(16), counterpart: 'lotus' }]);
    expect(workAfter(...planned, held).items).toMatchObject([{ due_at: s.feb(23), shows_at: s.feb(23) }]);
  });
  test('of sessions by the corrected beginning of their pace', () => {
    const corrected = s.corrects(`plan-${ID}/2`, s.feb(7), s.feb(20));
    expect(workAfter(...planned, corrected).items).toMatchObject([{ due_at: s.feb(14) }]);
  });
  test('of a consent its end, and shows thirty days before', () => {
    expect(workAfter(s.agreed).items).toMatchObject([{ due_at: s.feb(25), shows_at: new Date(Date.UTC(2022, 0, 26, 8)) }]);
  });
  test('of a search when it is looked at next, and since when it goes on', () => {
    expect(workAfter(lost, reviewed).items).toMatchObject([{ due_at: s.feb(26), since: s.feb(5) }]);
  });
  test('to the lead which of its caseworkers the case has', () => {
    const assigned = onCase(s.feb(3), 'caseworkerAssigned', { person: 'p-7' });
    expect(workAfter(assigned, lost, noticed).items).toMatchObject([
      { agency: 'lotus', caseworker: 'p-7' },
      { agency: 'heron', caseworker: '' },
    ]);
  });
  test('nothing of what was struck out', () => {
    expect(workAfter(sent, s.corrects(`referral-${s.REFERRAL}/1`, 'struck', s.feb(20))).items).toEqual([]);
  });
});

describe('a need waits', () => {
  const waiting = (...happenings: s.Happening[]) => workAfter(...happenings).needs.map(({ need_id }) => need_id);
  test.each<[string, s.Happening[], string[]]>([
    ['until an agency accepts it', [s.needed, sent], [s.NEED]],
    ['no longer once it is accepted', [s.needed, sent, s.accepted], []],
    [
      'again when the service did not come about',
      [s.needed, sent, s.accepted, onReferral(s.feb(12), 'referralNotDelivered', parties)],
      [s.NEED],
    ],
    ['no longer once it is met', [s.needed, on(`assessment-${s.ASSESSMENT}`, s.feb(12), 'needMet', { needId: s.NEED })], []],
    ['no longer once the case is closed', [s.needed, closed], []],
  ])('%s', (_name, happenings, expected) => {
    expect(waiting(...happenings)).toEqual(expected);
  });
  test('where the child lives, also after it was found elsewhere', () => {
    const moved = onCase(s.feb(25), 'clientLocated', { searchId: ID, placeCode: '0102' });
    const area = (...happenings: s.Happening[]) => workAfter(s.needed, ...happenings).needs.map(({ area_code }) => area_code);
    const from = onCase(s.feb(2, 9), 'caseOpened', { leadAgency: 'lotus', areaCode: '1710' });
    expect(area(from)).toEqual(['1710']);
    expect(area(from, moved)).toEqual(['0102']);
  });
});

test('a referral’s line says when it came to each step', () => {
  const started = onReferral(s.feb(10), 'referralStarted', parties);
  const loop = onReferral(s.feb(24), 'referralLoopClosed', { ...parties, endedAs: 9 });
  expect(workAfter(drafted, sent, s.accepted, started, s.completed, loop).referrals).toMatchObject([
    {
      ...parties,
      category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
      answered: true,
      sent_at: s.feb(8),
      accepted_at: s.feb(9),
      started_at: s.feb(10),
      ended_at: s.feb(21),
      closed_at: s.feb(24),
    },
  ]);
  expect(workAfter(drafted).referrals).toEqual([]);
});
