import { CarePlanEnd, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { AssessmentStatus } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { MatterStatus, RepresentationBlock, RepresentationStatus } from '@accompany/contracts/legalaid/v1/types';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { type CaseAsOf, type CaseCarePlan, CaseStatus } from '@accompany/contracts/timeline/v1/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVER, factsAt } from './fact.js';
import { agenciesOf, describeCase, historyOf, takesPart } from './history.js';
import * as s from './samples.js';

/** The case after these happenings, as of a time and as known at a time. */
const after =
  (...happenings: s.Happening[]) =>
  (asOf: Date = EVER, knownAt: Date = EVER): CaseAsOf =>
    describeCase(s.CASE, historyOf(factsAt(s.facts(...happenings), asOf, knownAt)), asOf);

const way = after(...s.WAY);
const PROVIDER = ParticipantRole.PARTICIPANT_ROLE_PROVIDER;
const providers = (found: CaseAsOf) => found.participants.filter(({ role }) => role === PROVIDER).map(({ agency }) => agency);

describe('as of a day', () => {
  test('before anything happened nothing is so', () => {
    expect(way(s.feb(1, 7))).toMatchObject({ status: CaseStatus.CASE_STATUS_UNSPECIFIED, events: 0, leadAgency: '', lastSequence: 0 });
  });
  test('a report alone is no case', () => {
    expect(way(s.feb(1))).toMatchObject({ status: CaseStatus.CASE_STATUS_REPORTED, clientId: s.CHILD, leadAgency: '' });
  });
  test('the opened case has its lead, its risk and an assessment that is due', () => {
    expect(way(s.feb(2, 12))).toMatchObject({
      status: CaseStatus.CASE_STATUS_OPEN,
      leadAgency: 'lotus',
      risk: RiskLevel.RISK_LEVEL_MEDIUM,
      participants: [{ agency: 'lotus', role: ParticipantRole.PARTICIPANT_ROLE_LEAD, since: s.feb(2) }],
      assessments: [{ status: AssessmentStatus.ASSESSMENT_STATUS_REQUESTED, dueAt: s.feb(9), agency: 'lotus' }],
      openThreats: [],
    });
  });
  test('in the middle the threat is open, risk high, the receiver a provider, the consent in force', () => {
    const found = way(s.feb(10));
    expect(found).toMatchObject({
      risk: RiskLevel.RISK_LEVEL_HIGH,
      openThreats: [{ threatId: s.THREAT, reportedAt: s.feb(3) }],
      sharingBases: [{ id: s.CONSENT, legalBasis: false, agencies: ['heron'] }],
      assessments: [{ status: AssessmentStatus.ASSESSMENT_STATUS_APPROVED, statusSince: s.feb(7) }],
      needs: [{ needId: s.NEED, met: false }],
      referrals: [{ status: ReferralStatus.REFERRAL_STATUS_ACCEPTED, sender: 'lotus', receiver: 'heron', dueBy: s.feb(9), needId: s.NEED }],
    });
    expect(providers(found)).toEqual(['heron']);
  });
  test('at the end the threat is resolved, the consent taken back, the provider gone', () => {
    const found = way();
    expect(found).toMatchObject({ openThreats: [], sharingBases: [], events: s.WAY.length, lastSequence: s.WAY.length });
    expect(found.referrals).toMatchObject([{ status: ReferralStatus.REFERRAL_STATUS_COMPLETED, statusSince: s.feb(21) }]);
    expect(providers(found)).toEqual([]);
  });
  test.each([
    ['before it begins', s.feb(4), 0],
    ['on its first day', s.feb(5), 1],
    ['on its last', s.feb(24), 1],
    ['from its end on', s.feb(25), 0],
  ])('a consent is in force %s: %#', (_when, day, bases) => {
    expect(after(s.opened, s.agreed)(day).sharingBases).toHaveLength(bases);
  });
});

describe('what was known', () => {
  const lateThreat: s.Happening = { ...s.threatened, recorded: s.feb(12) };
  const told = after(s.opened, s.raised, lateThreat);
  test('a threat that was told late was open, and not known', () => {
    expect(told(s.feb(10), s.feb(11)).openThreats).toEqual([]);
    expect(told(s.feb(10), s.feb(12)).openThreats).toHaveLength(1);
    expect(told(s.feb(2), s.feb(12)).openThreats).toEqual([]);
  });
  test('risk written down late counts from when it was so', () => {
    const lowered: s.Happening = {
      stream: s.opened.stream,
      at: s.feb(10),
      event: s.event('riskLowered', { to: RiskLevel.RISK_LEVEL_LOW }),
    };
    const found = after(s.opened, lowered, { ...s.raised, recorded: s.feb(12) });
    expect(found(s.feb(5)).risk).toBe(RiskLevel.RISK_LEVEL_HIGH);
    expect(found(s.feb(11)).risk).toBe(RiskLevel.RISK_LEVEL_LOW);
    expect(found(s.feb(5), s.feb(11)).risk).toBe(RiskLevel.RISK_LEVEL_MEDIUM);
  });
  test('adding late facts never changes an answer with an earlier known_at', () => {
    fc.assert(
      fc.property(
        fc.subarray([...s.WAY], { minLength: 1 }),
        fc.array(fc.record({ which: fc.nat(s.WAY.length - 1), day: fc.integer({ min: 1, max: 28 }) }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 28 }),
        (known, late, day) => {
          const before = known.map((happening) => ({ ...happening, recorded: s.feb(28, 10) }));
          const added = late.map(({ which, day: at }) => ({ ...(s.WAY[which] as s.Happening), at: s.feb(at), recorded: s.feb(28, 12) }));
          const asked = [s.feb(day, 20), s.feb(28, 11)] as const;
          expect(after(...before, ...added)(...asked)).toEqual(after(...before)(...asked));
        },
      ),
    );
  });
});

describe('facts out of order', () => {
  test('the answer depends on when things happened, not on the order in which they came', () => {
    const distinct = s.WAY.map((happening, index) => ({ ...happening, at: s.feb(1 + index) }));
    const expected = after(...distinct)();
    fc.assert(
      fc.property(fc.shuffledSubarray(distinct, { minLength: distinct.length }), (shuffled) => {
        expect(after(...shuffled)()).toEqual(expected);
      }),
    );
  });
  test('a referral dated before it was sent is accepted all the same', () => {
    const found = after(s.opened, { ...s.accepted, at: s.feb(6) }, s.sent)();
    expect(found.referrals).toMatchObject([{ status: ReferralStatus.REFERRAL_STATUS_ACCEPTED, dueBy: s.feb(9), receiver: 'heron' }]);
  });
  test.each([
    ['a threat stays resolved', [{ ...s.resolved, at: s.feb(1) }, s.threatened], (found: CaseAsOf) => found.openThreats],
    ['a consent stays withdrawn', [{ ...s.takenBack, at: s.feb(1) }, s.agreed], (found: CaseAsOf) => found.sharingBases],
    ['a provider who left does not come back', [{ ...s.left, at: s.feb(1) }, s.joined], (found: CaseAsOf) => found.participants],
  ])('%s when its beginning is dated after its end', (_name, happenings, empty) => {
    expect(empty(after(...happenings)())).toEqual([]);
  });
  test('every event stands alone: none needs another before it', () => {
    for (const happening of s.WAY) expect(after(happening)().events).toBe(1);
  });
});

describe('the care plan', () => {
  const care = Object.values(s.CARE);
  const told = after(s.opened, ...care);
  const plan = { carePlanId: s.OTHER, agency: 'lotus', hasSafetyPlan: true };
  const goal = { goalId: s.NEED, area: GoalArea.GOAL_AREA_SCHOOL, reachBy: s.feb(28), outcome: 0 };

  test.each<[string, Date, Partial<CaseCarePlan> | undefined]>([
    ['is not there before it was begun', s.feb(7), undefined],
    ['is a draft before it is agreed', s.feb(8), { ...plan, status: 1, goals: [], hasSafetyPlan: false, nextReviewAt: undefined }],
    ['has goals', s.feb(8, 10), { goals: [{ ...goal, outcomeSince: undefined }] }],
    [
      'is followed from its agreement on',
      s.feb(10),
      { ...plan, status: 2, nextReviewAt: s.feb(16), reviewDue: false, hasChildFeedback: false },
    ],
    ['awaits its review', s.feb(16), { nextReviewAt: s.feb(16), reviewDue: true }],
    ['was reviewed', s.feb(17), { nextReviewAt: s.feb(24), reviewDue: false }],
    [
      'has what the child said, and says only that',
      s.feb(18, 7),
      { hasChildFeedback: true, goals: [{ ...goal, outcomeSince: undefined }] },
    ],
    ['has what became of a goal', s.feb(18), { goals: [{ ...goal, outcome: GoalOutcome.GOAL_OUTCOME_REACHED, outcomeSince: s.feb(18) }] }],
    ['goes along with the lead', s.feb(19), { agency: 'egret', status: 2 }],
    ['ended', s.feb(20), { agency: 'egret', status: 3, hasSafetyPlan: true, nextReviewAt: undefined, reviewDue: false }],
    [
      'begins anew, with nothing of the one before',
      s.feb(22),
      { agency: 'egret', status: 1, goals: [], hasSafetyPlan: false, hasChildFeedback: false },
    ],
  ])('%s', (_name, day, expected) => {
    const { carePlan } = told(day);
    if (expected === undefined) expect(carePlan).toBeUndefined();
    else expect(carePlan).toMatchObject(expected);
  });

  test('that was written down late was there, and was not known', () => {
    const late = after(s.opened, ...care.slice(0, 3).map((one) => ({ ...one, recorded: s.feb(21) })));
    expect(late(s.feb(10), s.feb(20)).carePlan).toBeUndefined();
    expect(late(s.feb(10), s.feb(21)).carePlan).toMatchObject({ status: 2, nextReviewAt: s.feb(16) });
  });
  test('is not there when it should never have been', () => {
    const { ended, anew } = s.CARE;
    const mistaken = { ...ended, event: s.event('carePlanEnded', { reason: CarePlanEnd.CARE_PLAN_END_ENTERED_IN_ERROR }) };
    expect(after(...care.slice(0, 9), mistaken)().carePlan).toBeUndefined();
    expect(after(...care.slice(0, 9), mistaken)(s.feb(19)).carePlan).toMatchObject({ status: 2 });
    expect(after(...care.slice(0, 9), mistaken, anew)().carePlan).toMatchObject({ status: 1, agency: 'egret' });
  });
  test('keeps what is dated before its draft, and does not revive what ended', () => {
    const misdated = after(...care.slice(0, 10).map((one) => (one === s.CARE.drafted ? { ...one, at: s.feb(21) } : one)));
    expect(misdated().carePlan).toMatchObject({ agency: 'egret', status: 3, goals: [goal.goalId].map((goalId) => ({ goalId })) });
  });
});

describe('where the child is', () => {
  const lost = s.on('case')(s.feb(13), 'whereaboutsLost', { searchId: s.OTHER });
  const located = s.on('case')(s.feb(15), 'clientLocated', { searchId: s.OTHER });
  test.each<[string, s.Happening[], Date, Date | undefined]>([
    ['is known before it was lost', [lost, located], s.feb(12), undefined],
    ['is unknown since', [lost, located], s.feb(14), s.feb(13)],
    ['is known again once the child was found', [lost, located], s.feb(15), undefined],
    ['is known when the finding is dated before the loss', [lost, { ...located, at: s.feb(12) }], s.feb(20), undefined],
    [
      'is unknown still when one of two searches ended',
      [lost, located, { ...lost, at: s.feb(14), event: s.event('whereaboutsLost', { searchId: s.NEED }) }],
      s.feb(20),
      s.feb(14),
    ],
  ])('%s', (_name, happenings, day, since) => {
    expect(after(s.opened, ...happenings)(day).whereaboutsUnknownSince).toEqual(since);
  });
});

describe('a case that ends otherwise than by closure', () => {
  const { closed, reopened, merged, undone, mistaken } = s.ENDS;
  const C = CaseStatus;
  test.each<[string, s.Happening[], CaseStatus, string]>([
    ['is merged, into the other case', [merged], C.CASE_STATUS_MERGED, s.OTHER],
    ['is open again after the merge was undone', [merged, undone], C.CASE_STATUS_OPEN, ''],
    ['is open when the undoing is dated before the merge', [merged, { ...undone, at: s.feb(20) }], C.CASE_STATUS_OPEN, ''],
    [
      'stays merged when another merge was undone',
      [merged, { ...undone, event: s.event('caseMergeUndone', { mergeId: s.OTHER }) }],
      C.CASE_STATUS_MERGED,
      s.OTHER,
    ],
    ['stays merged when its closure is dated after', [merged, { ...closed, at: s.feb(26) }], C.CASE_STATUS_MERGED, s.OTHER],
    ['stays merged when its reopening is dated after', [closed, { ...merged, at: s.feb(22, 9) }, reopened], C.CASE_STATUS_MERGED, s.OTHER],
    ['was entered in error', [mistaken], C.CASE_STATUS_ENTERED_IN_ERROR, ''],
    [
      'is open again when the error was struck out',
      [mistaken, s.corrects(`case-${s.CASE}/2`, 'struck', s.feb(27))],
      C.CASE_STATUS_OPEN,
      '',
    ],
  ])('%s', (_name, happenings, status, mergedIntoCaseId) => {
    expect(after(s.opened, ...happenings)()).toMatchObject({ status, mergedIntoCaseId });
  });
  test('was merged only from then on, and only since that is known', () => {
    const told = after(s.opened, { ...merged, recorded: s.feb(26) }, { ...undone, recorded: s.feb(27) });
    const at = (...times: [Date, Date]) => [told(...times).status, told(...times).mergedIntoCaseId];
    expect(at(s.feb(21), s.feb(28))).toEqual([C.CASE_STATUS_OPEN, '']);
    expect(at(s.feb(23), s.feb(28))).toEqual([C.CASE_STATUS_MERGED, s.OTHER]);
    expect(at(s.feb(25), s.feb(28))).toEqual([C.CASE_STATUS_OPEN, '']);
    expect(at(s.feb(25), s.feb(26))).toEqual([C.CASE_STATUS_MERGED, s.OTHER]);
    expect(at(s.feb(25), s.feb(25))).toEqual([C.CASE_STATUS_OPEN, '']);
  });
});

describe('who takes part', () => {
  const history = (...happenings: s.Happening[]) => historyOf(factsAt(s.facts(...happenings), EVER, EVER));
  test('the holder of the report, lead, sender and receiver, also after the service ended; nobody else', () => {
    expect(agenciesOf(history(s.received))).toEqual(['lotus']);
    expect(agenciesOf(history(...s.WAY))).toEqual(['heron', 'lotus']);
    expect(takesPart(history(...s.WAY), 'egret')).toBe(false);
  });
  test('not who was asked in error', () => {
    const error: s.Happening = { ...s.completed, event: s.event('referralEnteredInError', { sender: 'lotus', receiver: 'heron' }) };
    expect(agenciesOf(history(s.opened, s.sent, error))).toEqual(['lotus']);
  });
});

describe('legal matters', () => {
  const stream = `matter-${s.NEED}`;
  const matter = (at: Date, ...[name, value]: Parameters<typeof s.event>): s.Happening => ({ stream, at, event: s.event(name, value) });
  const blocked = [
    matter(s.feb(10), 'matterOpened', { agency: 'lotus', beneficiaries: [{ beneficiaryId: s.CHILD, relation: 1, name: undefined }] }),
    matter(s.feb(11), 'counselGiven'),
    matter(s.feb(12), 'representationBlocked', { reason: RepresentationBlock.REPRESENTATION_BLOCK_POLICE_INVESTIGATION }),
  ];
  test('representation is blocked for a reason until the reason is gone', () => {
    expect(after(...blocked)().matters).toMatchObject([
      {
        status: MatterStatus.MATTER_STATUS_COUNSELLING,
        beneficiaries: 1,
        counselsGiven: 1,
        representation: RepresentationStatus.REPRESENTATION_STATUS_BLOCKED,
        blockedBy: RepresentationBlock.REPRESENTATION_BLOCK_POLICE_INVESTIGATION,
      },
    ]);
    expect(after(...blocked, matter(s.feb(13), 'representationUnblocked'))().matters).toMatchObject([
      { representation: RepresentationStatus.REPRESENTATION_STATUS_NONE, blockedBy: 0 },
    ]);
  });
});

describe('why', () => {
  test('each aspect names the events that made it so, oldest first', () => {
    const { because } = historyOf(factsAt(s.facts(...s.WAY), EVER, EVER));
    const names = (aspect: string) => because.get(aspect)?.map(({ event }) => event.$case);
    expect(names('risk')).toEqual(['reportReceived', 'caseOpened', 'riskRaised']);
    expect(names('lead')).toEqual(['caseOpened']);
    expect(names('status')).toEqual(['reportReceived', 'caseOpened']);
    expect(names(`referral:${s.REFERRAL}`)).toEqual(['referralSent', 'referralAccepted', 'referralCompleted']);
    expect(names('participant:heron')).toEqual(['participantJoined', 'participantLeft']);
    expect(names(`threat:${s.THREAT}`)).toEqual(['threatReported', 'threatResolved']);
  });
});
