import { MergeDecline } from '@accompany/contracts/intake/v1/types';
import { fold } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { absorb, endAbsorption } from './absorbing.js';
import { type Case, caseDecider, type Event } from './case.js';
import { approveClosure } from './closure.js';
import { agreeToMerge, askMerge, declineMerge, merge, proposeMerge, refuseMerge, undoMerge, withdrawMerge } from './merging.js';
import {
  agreement,
  begun,
  caseId,
  closed,
  closureProposed,
  HIGH,
  heron,
  ibis,
  intake,
  lost,
  lotus,
  lotusSupervisor,
  MEDIUM,
  merged,
  mergeId,
  mergeProposed,
  opened,
  otherCaseId,
  proposal,
  sealed,
  taken,
  threat,
  threatened,
} from './samples.js';

// The case of the samples is led by lotus; the other one, into which it is merged, by heron.
const otherOpened: Event = { ...opened, value: { ...opened.value, leadAgency: 'heron' } } as Event;
const other = fold(caseDecider, [otherOpened]);
const asked: Event = { $case: 'caseMergeAsked', value: { mergeId, fromCaseId: caseId, agency: 'lotus', proposedBy: 'p-1' } };
const awaited: Event = { $case: 'caseMergeAwaited', value: agreement };
const absorbed: Event = { $case: 'caseAbsorbed', value: { mergeId, fromCaseId: caseId } };
const over: Event = { $case: 'caseAbsorptionEnded', value: { mergeId, fromCaseId: caseId } };
const declined = (because: MergeDecline): Event => ({ $case: 'caseMergeDeclined', value: { mergeId, intoCaseId: otherCaseId, because } });
const propose =
  (target: Case, intoCaseId = otherCaseId) =>
  (state: Case) =>
    proposeMerge(state, { caseId, mergeId, intoCaseId }, target, lotus);

describe('a merge is proposed', () => {
  test('by the lead, into another open case', () => {
    given(caseDecider)(opened).when(propose(other)).then(mergeProposed);
    given(caseDecider)(opened).when(propose(other, caseId)).thenRejected('MERGE_INTO_ITSELF');
    given(caseDecider)(opened).when(propose(caseDecider.initial)).thenRejected('MERGE_TARGET_NOT_OPEN');
    given(caseDecider)(opened)
      .when(propose(fold(caseDecider, [otherOpened, closureProposed, closed])))
      .thenRejected('MERGE_TARGET_NOT_OPEN');
    given(caseDecider)(opened, mergeProposed)
      .when((state) => proposeMerge(state, { caseId, mergeId: 'another', intoCaseId: otherCaseId }, other, lotus))
      .thenRejected('MERGE_PROPOSED_ALREADY');
  });
  test('not while its own work is open', () => {
    given(caseDecider)(opened, taken(begun.referral)).when(propose(other)).thenRejected('DUTIES_OPEN');
    given(caseDecider)(opened, lost).when(propose(other)).thenRejected('WHEREABOUTS_UNKNOWN');
  });
  test('the other case hears of it once', () => {
    given(caseDecider)(otherOpened)
      .when((state) => askMerge(state, caseId, proposal))
      .then(asked);
    given(caseDecider)()
      .when((state) => askMerge(state, caseId, proposal))
      .thenNothing();
  });
  test('and taken back before it is agreed to', () => {
    const withdraw = (state: Case) => withdrawMerge(state, mergeId, lotus);
    given(caseDecider)(opened, mergeProposed).when(withdraw).then(declined(MergeDecline.MERGE_DECLINE_WITHDRAWN));
    given(caseDecider)(opened, mergeProposed, merged).when(withdraw).thenRejected('MERGE_NOT_PROPOSED');
    given(caseDecider)(opened).when(withdraw).thenRejected('MERGE_NOT_PROPOSED');
  });
});

describe('the other lead', () => {
  const agree = (state: Case) => agreeToMerge(state, caseId, heron);
  test('agrees, and the case waits for the other', () => {
    given(caseDecider)(otherOpened, asked).when(agree).then(awaited);
    given(caseDecider)(otherOpened, asked, awaited, closureProposed)
      .when((state) => approveClosure(state, { ...heron, actor: { kind: 'agency', agency: 'heron', person: 'p-5' } }))
      .thenRejected('MERGE_AWAITED');
  });
  test('refuses', () => {
    given(caseDecider)(otherOpened, asked)
      .when((state) => refuseMerge(state, caseId, heron))
      .then(over);
    given(caseDecider)(opened, mergeProposed)
      .when((state) => declineMerge(state, mergeId))
      .then(declined(MergeDecline.MERGE_DECLINE_REFUSED));
    given(caseDecider)(otherOpened, asked, awaited)
      .when((state) => refuseMerge(state, caseId, heron))
      .thenRejected('MERGE_AGREED_ALREADY');
  });
  test('is asked first, and is the lead', () => {
    given(caseDecider)(otherOpened).when(agree).thenRejected('MERGE_NOT_PROPOSED');
    given(caseDecider)(otherOpened, asked)
      .when((state) => agreeToMerge(state, caseId, ibis))
      .thenRejected('CASE_UNKNOWN');
  });
  test('is another person where one agency leads both', () => {
    given(caseDecider)(opened, asked)
      .when((state) => agreeToMerge(state, caseId, lotus))
      .thenRejected('APPROVER_IS_PROPOSER');
    given(caseDecider)(opened, asked)
      .when((state) => agreeToMerge(state, caseId, lotusSupervisor))
      .then({ $case: 'caseMergeAwaited', value: { ...agreement, agreedBy: 'lotus', agreedByPerson: 'p-2' } });
  });
});

describe('both agreed', () => {
  test('the case becomes part of the other, with its risk and open threats', () => {
    const { description: _, ...open } = threat;
    const withThreat: Event = { $case: 'caseMerged', value: { ...merged.value, openThreats: [{ ...open, reportedBy: 'lotus' }] } } as Event;
    given(caseDecider)(opened, threatened, mergeProposed)
      .when((state) => merge(state, agreement))
      .then(withThreat);
    const high = { ...withThreat.value, risk: HIGH } as never;
    given(caseDecider)(otherOpened, asked, awaited)
      .when((state) => absorb(state, caseId, high, intake))
      .then(
        absorbed,
        { $case: 'riskRaised', value: { from: MEDIUM, to: HIGH, judgedAt: intake.occurredAt, reason: undefined } },
        { $case: 'threatReported', value: { ...open, reportedBy: 'lotus', description: undefined } },
      );
  });
  test('unless something came up since: then it comes to nothing, and the other case waits no longer', () => {
    for (const since of [taken(begun.referral), lost])
      given(caseDecider)(opened, mergeProposed, since)
        .when((state) => merge(state, agreement))
        .then(declined(MergeDecline.MERGE_DECLINE_OBSTACLE));
    given(caseDecider)(otherOpened, asked, awaited)
      .when((state) => endAbsorption(state, caseId, mergeId))
      .then(over);
  });
  test('a proposal that was taken back meanwhile is not carried out', () =>
    given(caseDecider)(opened, mergeProposed, declined(MergeDecline.MERGE_DECLINE_WITHDRAWN))
      .when((state) => merge(state, agreement))
      .thenNothing());
  test('it is undone by either, and by nobody else', () => {
    const undone: Event = { $case: 'caseMergeUndone', value: { mergeId, intoCaseId: otherCaseId, reason: sealed } };
    for (const by of [lotus, heron])
      given(caseDecider)(opened, mergeProposed, merged)
        .when((state) => undoMerge(state, { reason: sealed }, by))
        .then(undone);
    given(caseDecider)(opened, mergeProposed, merged)
      .when((state) => undoMerge(state, { reason: sealed }, ibis))
      .thenRejected('CASE_UNKNOWN');
    given(caseDecider)(opened)
      .when((state) => undoMerge(state, { reason: sealed }, lotus))
      .thenRejected('CASE_NOT_MERGED');
    expect(given(caseDecider)(opened, mergeProposed, merged, undone).state.status).toBe('open');
    given(caseDecider)(otherOpened, asked, awaited, absorbed)
      .when((state) => endAbsorption(state, caseId, mergeId))
      .then(over);
  });
});

test('merges never go in a circle: a case that is to be merged agrees to none', () => {
  given(caseDecider)(opened, mergeProposed, {
    $case: 'caseMergeAsked',
    value: { ...proposal, fromCaseId: otherCaseId, agency: 'heron', mergeId: 'm-2' },
  } as Event)
    .when((state) => agreeToMerge(state, otherCaseId, lotusSupervisor))
    .thenRejected('MERGE_CIRCULAR');
  given(caseDecider)(otherOpened, asked, awaited, absorbed)
    .when((state) => proposeMerge(state, { caseId: otherCaseId, mergeId: 'm-2', intoCaseId: caseId }, fold(caseDecider, [opened]), heron))
    .thenRejected('MERGE_CIRCULAR');
});
