import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { assessment } from './assessment.js';
import { identifyNeed, meetNeed } from './needs.js';
import { approved, author, HISTORY, identified, met, need, needId, newer, type Status, submitted, superseded } from './samples.js';
import { supersede } from './working.js';

describe('needs', () => {
  test('the same need is identified once', () =>
    given(assessment)(...HISTORY.approved, identified)
      .when((s) => identifyNeed(s, need, 'lead', author))
      .thenNothing());
  test('a need is met', () =>
    given(assessment)(...HISTORY.approved, identified)
      .when((s) => meetNeed(s, needId, 'lead', author))
      .then(met));
  test('a need is met once', () =>
    given(assessment)(...HISTORY.approved, identified, met)
      .when((s) => meetNeed(s, needId, 'lead', author))
      .thenNothing());
  test('needs survive what becomes of the assessment', () =>
    given(assessment)(...HISTORY.in_progress, identified, submitted, approved, superseded)
      .when((s) => meetNeed(s, needId, 'lead', author))
      .then(met));
});

describe('superseding', () => {
  for (const status of Object.keys(HISTORY) as Status[])
    test(`when ${status}`, () => {
      const outcome = given(assessment)(...HISTORY[status]).when((s) => supersede(s, newer));
      if (status === 'approved') outcome.then(superseded);
      else outcome.thenNothing();
    });
});
