import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { type Event, matter } from './matter.js';
import { close } from './proceedings.js';
import { block, engage, unblock } from './representation.js';

import { blocked, DECISIONS, ended, engaged, HISTORY, lawyer, NOT_READY, POLICE, unblocked } from './samples.js';

describe('representation', () => {
  const before = HISTORY.under_investigation;
  const after = HISTORY.prosecuted;
  const BLOCKED_OTHERWISE: Event = { $case: 'representationBlocked', value: { reason: NOT_READY } };
  test('is blocked by the police investigation', () =>
    given(matter)(...before)
      .when((s) => block(s, POLICE, 'lead', lawyer))
      .then(blocked));
  test('is blocked once for the same reason', () =>
    given(matter)(...before, blocked)
      .when((s) => block(s, POLICE, 'lead', lawyer))
      .thenNothing());
  test('may be blocked by another reason', () =>
    given(matter)(...before, blocked)
      .when((s) => block(s, NOT_READY, 'lead', lawyer))
      .then(BLOCKED_OTHERWISE));
  test('is unblocked', () =>
    given(matter)(...before, blocked)
      .when((s) => unblock(s, 'lead', lawyer))
      .then(unblocked));
  test('is not engaged while it is blocked', () =>
    given(matter)(...after, blocked)
      .when((s) => engage(s, 'lawyer-1', 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_BLOCKED'));
  test('is not engaged before prosecution, unblocked or not', () =>
    given(matter)(...before, blocked, unblocked)
      .when((s) => engage(s, 'lawyer-1', 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_TOO_EARLY'));
  test('is engaged after it was unblocked', () =>
    given(matter)(...after, blocked, unblocked)
      .when((s) => engage(s, 'lawyer-1', 'lead', lawyer))
      .then(engaged));
  test('is not blocked while a lawyer is engaged', () =>
    given(matter)(...after, engaged)
      .when((s) => block(s, POLICE, 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_ENGAGED'));
  test('has one lawyer', () =>
    given(matter)(...after, engaged)
      .when((s) => engage(s, 'lawyer-2', 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_ENGAGED'));
  test('ends', () =>
    given(matter)(...after, engaged)
      .when((s) => DECISIONS.end(s, 'lead', lawyer))
      .then(ended));
  test('ends once', () =>
    given(matter)(...after, engaged, ended)
      .when((s) => DECISIONS.end(s, 'lead', lawyer))
      .thenNothing());
  test('goes to another lawyer after it ended', () =>
    given(matter)(...after, engaged, ended)
      .when((s) => engage(s, 'lawyer-2', 'lead', lawyer))
      .then({ $case: 'representationEngaged', value: { lawyer: 'lawyer-2' } }));
  test.each([
    ['closed', close, [...HISTORY.judged, engaged]],
    ['discontinued', DECISIONS.discontinue, [...after, engaged]],
  ] as const)('is ended before the matter is %s', (_, decide, history) =>
    given(matter)(...history)
      .when((s) => decide(s, 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_ENGAGED'),
  );
});
