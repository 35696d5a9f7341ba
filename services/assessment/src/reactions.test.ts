import { AlertCause, AssessmentKind } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { CaseOpened, LeadChanged, RiskRaised, ThreatReported } from '@accompany/contracts/intake/v1/events';
import { fold } from '@accompany/domain';
import type { AnyEvent, EventMeta } from '@accompany/runtime';
import { describe, expect, test } from 'vitest';
import { assessment, type Event } from './assessment.js';
import { carePlanId, initialAssessmentId, reassessmentId } from './ids.js';
import type { Limits } from './limits.js';
import { reactions } from './reactions.js';

const HOUR = 3_600_000;
const limits: Limits = {
  due: { high: 24 * HOUR, medium: 72 * HOUR, low: 168 * HOUR },
  reassessment: 168 * HOUR,
  returned: 72 * HOUR,
  review: 90 * 24 * HOUR,
};
const caseId = '0e5f3a52-2f4e-4a0b-8f0a-5b1f0a9e6a5f';
const older = '5b1f0a9e-6a5f-4d0b-a8a8-6f8f0a2d9c33';
const newer = '9a0e1a5e-5f0d-4c55-8f0b-3f3e8f1c2d01';
const recordedAt = new Date('2022-02-10T08:00:00Z');
const meta = { caseId, streamId: newer, eventId: `case-${caseId}/7`, occurredAt: new Date('2022-02-01'), recordedAt } as EventMeta;
const context = { actor: { kind: 'service', service: 'assessment' }, occurredAt: meta.occurredAt, now: recordedAt } as const;
const all = reactions(limits);
const ids = (event: AnyEvent) => all.flatMap(({ on }) => on(event, meta).map(({ id }) => id));
const among = (event: AnyEvent) => all.filter((one) => one.among?.(event, meta) !== undefined).map(({ name }) => name);

/** What the reactions decide on the initial assessment of the case with this history. */
const decided = (event: AnyEvent, history: Event[]): Event[] =>
  all.flatMap(({ on, aggregate }) =>
    (aggregate.decider as unknown) === assessment
      ? on(event, meta).flatMap(({ decide }) =>
          (decide as (state: unknown, by: typeof context) => Event[])(fold(assessment, history), context),
        )
      : [],
  );

const approved = (supersedes: string) =>
  ({
    $case: 'assessmentApproved',
    value: { approvedBy: 'worker-2', kind: AssessmentKind.ASSESSMENT_KIND_FOLLOW_UP, supersedes },
  }) as const;
const requested: Event = {
  $case: 'assessmentRequested',
  value: {
    clientId: 'c',
    kind: AssessmentKind.ASSESSMENT_KIND_INITIAL,
    agency: 'aple',
    dueAt: new Date('2022-03-01'),
    supersedes: '',
  },
};
const submitted: Event = {
  $case: 'assessmentSubmitted',
  value: { submittedBy: 'w', participants: [], place: undefined, childView: undefined, findings: undefined, scores: [] },
};

test('an opened case asks for its initial assessment', () =>
  expect(ids({ $case: 'caseOpened', value: CaseOpened.fromPartial({ leadAgency: 'aple' }) })).toEqual([initialAssessmentId(caseId)]));
test('an approval supersedes the assessment that it names', () => expect(ids(approved(older))).toEqual([older]));
test('an approval that names none supersedes none', () => expect(ids(approved(''))).toEqual([]));
test('anything else asks for nothing', () => {
  expect(ids({ $case: 'trialStarted', value: {} })).toEqual([]);
  expect(among({ $case: 'trialStarted', value: {} })).toEqual([]);
});

describe('an alert', () => {
  const threat: AnyEvent = { $case: 'threatReported', value: ThreatReported.fromPartial({ threatId: older }) };
  const raised = (to: RiskLevel): AnyEvent => ({ $case: 'riskRaised', value: RiskRaised.fromPartial({ to }) });

  test('is given for a threat, with a day from when it was learned', () => {
    const dueBy = new Date('2022-02-11T08:00:00Z');
    expect(decided(threat, [requested])).toMatchObject([
      { value: { agency: 'aple', cause: AlertCause.ALERT_CAUSE_THREAT_REPORTED, threatId: older, dueBy } },
    ]);
  });
  test.each([
    [RiskLevel.RISK_LEVEL_HIGH, '2022-02-11T08:00:00Z'],
    [RiskLevel.RISK_LEVEL_MEDIUM, '2022-02-13T08:00:00Z'],
    [RiskLevel.RISK_LEVEL_LOW, '2022-02-17T08:00:00Z'],
  ])('is given when the risk rises to %s', (risk, dueBy) =>
    expect(decided(raised(risk), [requested])).toMatchObject([{ value: { risk, dueBy: new Date(dueBy) } }]),
  );
  test('is given once for each event', () => {
    const given = decided(threat, [requested]);
    expect(decided(threat, [requested, ...given])).toEqual([]);
  });
  test('is given also when everything was handed in', () => expect(decided(threat, [requested, submitted])).toHaveLength(1));
  test('brings every assessment of the case forward', () => {
    const [alert] = decided(threat, [requested]) as [Event];
    expect(among(alert)).toEqual(['bring-assessments-forward']);
  });
});

describe('missed sessions', () => {
  const missed = (inARow: number): AnyEvent => ({ $case: 'sessionMissed', value: { sessionId: older, inARow } });
  const id = reassessmentId(newer, older);
  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 0],
    [4, 1],
    [5, 0],
  ])('%s in a row ask for %s assessments', (inARow, asked) => {
    const events = decided(missed(inARow), [requested, submitted]);
    expect(events).toMatchObject(
      asked === 0
        ? []
        : [{ $case: 'reassessmentAsked', value: { assessmentId: id, agency: 'aple', dueAt: new Date('2022-02-17T08:00:00Z') } }],
    );
    if (asked > 0) expect(decided(missed(inARow), [requested, submitted, ...events])).toEqual([]);
  });
  test('the pair asks for one assessment, under an id of its own', () => {
    const [asked] = decided(missed(2), [requested, submitted]) as [Event];
    expect(ids(asked)).toEqual([id]);
  });
  test('where the first assessment is still to be handed in, that one serves', () => expect(decided(missed(2), [requested])).toEqual([]));
});

test('another lead takes the assessments and the care plan over', () => {
  const changed: AnyEvent = { $case: 'leadChanged', value: LeadChanged.fromPartial({ from: 'hagar', to: 'aple', transferId: older }) };
  expect(among(changed)).toEqual(['pass-assessments-on']);
  expect(ids(changed)).toEqual([carePlanId(caseId)]);
});
