import { ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { searchTimers } from './case-timers.js';
import { approveClosure, proposeClosure } from './closure.js';
import {
  assessed,
  closed,
  closing,
  closureProposed,
  day,
  found,
  informed,
  lost,
  lotus,
  lotusSupervisor,
  missing,
  on,
  opened,
  sealed,
  told,
} from './samples.js';
import { informAuthority, locate, loseWhereabouts, reviewSearch, tellReviewDue } from './whereabouts.js';

const { searchId } = missing;
const review = { searchId, reviewId: 'r-1', findings: sealed, nextReviewAt: undefined };
const reviewed: Event = { $case: 'searchReviewed', value: { ...review, nextReviewAt: day(17) } };
const due: Event = { $case: 'searchReviewDue', value: { searchId, dueAt: day(9) } };
const lose = (state: Case) => loseWhereabouts(state, missing, on(lotus, day(2)));

describe('whereabouts', () => {
  test('are lost, and a search begins with its first review', () => given(caseDecider)(opened).when(lose).then(lost));
  test('are lost once at a time', () => {
    given(caseDecider)(opened, lost).when(lose).thenNothing();
    given(caseDecider)(opened, lost)
      .when((state) => loseWhereabouts(state, { ...missing, searchId: 'another' }, lotus))
      .thenRejected('SEARCH_OPEN');
  });
  test('may be lost again after the child was found', () =>
    given(caseDecider)(opened, lost, found)
      .when((state) => loseWhereabouts(state, { ...missing, searchId: 'another' }, on(lotus, day(2))))
      .then({ $case: 'whereaboutsLost', value: { ...missing, searchId: 'another', nextReviewAt: day(9) } }));
  test('are not lost before the last contact', () =>
    given(caseDecider)(opened)
      .when((state) => loseWhereabouts(state, { ...missing, lastContactAt: day(3) }, on(lotus, day(2))))
      .thenRejected('INVALID_FIELDS'));
  test('are known again when the child is found, also after the closure, which stands', () => {
    const locateIt = (state: Case) => locate(state, { searchId, placeCode: '0105', notes: undefined }, lotus);
    given(caseDecider)(opened, lost).when(locateIt).then(found);
    given(caseDecider)(opened, lost, informed, closureProposed, closed).when(locateIt).then(found);
    given(caseDecider)(opened).when(locateIt).thenRejected('SEARCH_UNKNOWN');
  });
});

describe('a search', () => {
  test('is reviewed, and due again after its days or when they say', () => {
    given(caseDecider)(opened, lost)
      .when((state) => reviewSearch(state, review, on(lotus, day(10))))
      .then(reviewed);
    given(caseDecider)(opened, lost)
      .when((state) => reviewSearch(state, { ...review, nextReviewAt: day(12) }, on(lotus, day(10))))
      .then({ $case: 'searchReviewed', value: { ...review, nextReviewAt: day(12) } });
    given(caseDecider)(opened, lost)
      .when((state) => reviewSearch(state, { ...review, nextReviewAt: day(10) }, on(lotus, day(10))))
      .thenRejected('INVALID_FIELDS');
    given(caseDecider)(opened, lost, found)
      .when((state) => reviewSearch(state, review, on(lotus, day(10))))
      .thenRejected('SEARCH_UNKNOWN');
  });
  test('that is due is told once, at its own time, and goes on', () => {
    given(caseDecider)(opened, lost)
      .when((state) => tellReviewDue(state, day(9)))
      .then(due);
    given(caseDecider)(opened, lost, due)
      .when((state) => tellReviewDue(state, day(9)))
      .thenNothing();
    given(caseDecider)(opened, lost, reviewed)
      .when((state) => tellReviewDue(state, day(9)))
      .thenNothing();
    given(caseDecider)(opened, lost, due)
      .when((state) => proposeClosure(state, closing, assessed, lotus))
      .thenRejected('WHEREABOUTS_UNKNOWN');
  });
  test('that ended or never was is not due', () => {
    for (const history of [[], [opened], [opened, lost, found]])
      given(caseDecider)(...history)
        .when((state) => tellReviewDue(state, day(9)))
        .thenNothing();
  });
  test('has its timer set by loss and review, cleared by the find', ({ expect }) => {
    const moment = { occurredAt: day(2), recordedAt: day(2) };
    expect(searchTimers.derive(lost, moment)).toEqual([{ set: 'review', at: day(9) }]);
    expect(searchTimers.derive(reviewed, moment)).toEqual([{ set: 'review', at: day(17) }]);
    expect(searchTimers.derive(found, moment)).toEqual([{ clear: 'review' }]);
    expect(searchTimers.derive(due, moment)).toEqual([]);
  });
});

describe('a child that is searched for', () => {
  const lostToFollowUp = { ...closing, criterion: ClosureCriterion.CLOSURE_CRITERION_LOST_TO_FOLLOW_UP };
  const propose = (state: Case) => proposeClosure(state, lostToFollowUp, undefined, lotus);
  const proposed: Event = { $case: 'caseClosureProposed', value: { ...lostToFollowUp, proposedBy: 'p-1' } };
  test('is lost to follow-up once the authorities know, and not silently', () => {
    given(caseDecider)(opened, lost).when(propose).thenRejected('AUTHORITIES_NOT_INFORMED');
    given(caseDecider)(opened, lost, informed).when(propose).then(proposed);
    given(caseDecider)(opened).when(propose).thenRejected('WHEREABOUTS_KNOWN');
  });
  test('is not lost to follow-up on what was told in another search', () => {
    const again: Event = { $case: 'whereaboutsLost', value: { ...missing, searchId: 'another', nextReviewAt: day(9) } };
    given(caseDecider)(opened, lost, informed, found, again).when(propose).thenRejected('AUTHORITIES_NOT_INFORMED');
  });
  test('that is found before the approval is not lost to follow-up', () =>
    given(caseDecider)(opened, lost, informed, proposed, found)
      .when((state) => approveClosure(state, lotusSupervisor))
      .thenRejected('WHEREABOUTS_KNOWN'));
  test('is told of to an authority: what, and on which legal basis', () => {
    given(caseDecider)(opened, lost)
      .when((state) => informAuthority(state, told, lotus))
      .then(informed);
    given(caseDecider)(opened)
      .when((state) => informAuthority(state, told, lotus))
      .thenRejected('SEARCH_UNKNOWN');
    given(caseDecider)(opened, closureProposed, closed)
      .when((state) => informAuthority(state, { ...told, searchId: '' }, lotus))
      .then({ $case: 'authorityInformed', value: { ...told, searchId: '', informedBy: 'lotus' } });
  });
});
