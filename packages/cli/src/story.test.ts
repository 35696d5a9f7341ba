import { CarePlanStatus, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { CaseAsOf, CaseStatus, TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import { describe, expect, test } from 'vitest';
import { describeCase } from './case-as-of.js';
import { story } from './story.js';

const feb = (day: number, hour = 8): Date => new Date(Date.UTC(2022, 1, day, hour));
const entry = (sequence: number, at: Date, sentence: string, more: Partial<TimelineEntry> = {}): TimelineEntry =>
  TimelineEntry.fromPartial({ sequence, occurredAt: at, recordedAt: at, sentence, agency: 'lotus', ...more });

test('a story goes by days, and says who acted', () => {
  const told = story([
    entry(1, feb(3), 'A case was opened.'),
    entry(3, feb(4), 'An assessment is due.', { agency: '', service: 'assessment' }),
    entry(2, feb(3, 9), 'Risk was raised.'),
  ]);
  expect(told).toBe(
    [
      'Thursday 3 February 2022',
      '  08:00  lotus        A case was opened.',
      '  09:00  lotus        Risk was raised.',
      '',
      'Friday 4 February 2022',
      '  08:00  the network  An assessment is due.',
    ].join('\n'),
  );
});

test.each<[string, Partial<TimelineEntry>, string]>([
  ['learned late', { late: true, recordedAt: feb(12) }, ' (learned on 12 February 2022, after later events)'],
  ['done by the network itself', { late: true, agency: '' }, ''],
  ['dated anew', { firstOccurredAt: feb(1, 9) }, ' (first dated 1 February 2022, 09:00)'],
  ['struck out', { struck: true, firstOccurredAt: feb(3) }, ' (struck out since)'],
])('what was %s is marked so', (_how, more, mark) => {
  expect(story([entry(1, feb(3), 'It was so.', more)]).split('\n')[1]).toMatch(new RegExp(`It was so\\.${mark.replace(/[()]/g, '\\$&')}$`));
});

test('what happened elsewhere stands among the rest by its time', () => {
  const told = story([entry(1, feb(3), 'First.'), entry(2, feb(5), 'Last.'), entry(0, feb(4), 'A report sprang from it.')]);
  expect(told.match(/First|sprang|Last/g)).toEqual(['First', 'sprang', 'Last']);
});

describe('a case as it was', () => {
  const asOf = (more: Parameters<typeof CaseAsOf.fromPartial>[0]): string => describeCase(CaseAsOf.fromPartial(more));
  test('says into which case it was merged', () => {
    expect(asOf({ status: CaseStatus.CASE_STATUS_MERGED, mergedIntoCaseId: 'c-2' })).toMatch(/^ {2}case +merged into case c-2$/m);
    expect(asOf({ status: CaseStatus.CASE_STATUS_ENTERED_IN_ERROR })).toMatch(/^ {2}case +entered in error$/m);
  });
  test('says since when nobody knows where the child is', () => {
    expect(asOf({ status: 2, whereaboutsUnknownSince: feb(13) })).toMatch(/^ {2}whereabouts +unknown since 13 February 2022$/m);
    expect(asOf({ status: 2 })).not.toContain('whereabouts');
  });
  test('says what the care plan is about, and not what is in it', () => {
    const carePlan = {
      agency: 'lotus',
      status: CarePlanStatus.CARE_PLAN_STATUS_ACTIVE,
      goals: [{ area: GoalArea.GOAL_AREA_SCHOOL, outcome: GoalOutcome.GOAL_OUTCOME_REACHED }, { area: GoalArea.GOAL_AREA_FAMILY }],
      hasChildFeedback: true,
      hasSafetyPlan: true,
      nextReviewAt: feb(16),
      reviewDue: true,
    };
    expect(asOf({ status: CaseStatus.CASE_STATUS_OPEN, carePlan })).toContain(
      'lotus: active; goal school: reached; goal family; the child was heard; safety plan agreed; next review by 16 February 2022, overdue',
    );
  });
});
