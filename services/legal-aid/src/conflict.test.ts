import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { type Event, matter, type OpenedMatter } from './matter.js';
import { checkConflict } from './opening.js';

import {
  blocked,
  CONFLICT_CHECK_NONE_FOUND,
  CONFLICT_CHECK_PENDING,
  type Command,
  DECISIONS,
  discontinued,
  found,
  HISTORY,
  investigated,
  lawyer,
  opened,
  opening,
  other,
  passed,
  prosecuted,
  tried,
} from './samples.js';

describe('another lead', () => {
  test('acts only after a check of its own', () =>
    given(matter)(...HISTORY.counselling, passed)
      .when((s) => DECISIONS.file(s, 'lead', other))
      .thenRejected('MATTER_CONFLICT_CHECK_MISSING'));
  test('has the matter alone', () =>
    given(matter)(...HISTORY.counselling, passed)
      .when((s) => DECISIONS.file(s, undefined, lawyer))
      .thenRejected('MATTER_UNKNOWN'));
  test('is not the agency of the counsel that was given before', () => {
    const state = given(matter)(...HISTORY.counselling, passed).state as OpenedMatter;
    expect([state.agency, state.counsels.map(({ agency }) => agency)]).toEqual(['a21', ['aple']]);
  });
});

describe('conflict of interest', () => {
  const WORK: [Command, Event[]][] = [
    ['add', []],
    ['counsel', []],
    ['file', []],
    ['investigate', []],
    ['progress', [investigated]],
    ['prosecute', [investigated]],
    ['try', [investigated, prosecuted]],
    ['judge', [investigated, prosecuted, tried]],
    ['block', []],
    ['unblock', [blocked]],
    ['engage', [investigated, prosecuted]],
  ];
  for (const [command, history] of WORK) {
    test(`${command} waits for the check`, () =>
      given(matter)(opening(CONFLICT_CHECK_PENDING), ...history)
        .when((s) => DECISIONS[command](s, 'lead', lawyer))
        .thenRejected('MATTER_CONFLICT_CHECK_MISSING'));
    test(`${command} is refused where one was found`, () =>
      given(matter)(opened, ...history, found)
        .when((s) => DECISIONS[command](s, 'lead', lawyer))
        .thenRejected('MATTER_CONFLICT_OF_INTEREST'));
  }
  test('a matter with a conflict can be discontinued', () =>
    given(matter)(opened, found)
      .when((s) => DECISIONS.discontinue(s, 'lead', lawyer))
      .then(discontinued));
  test('the check is made later where the need opened the matter', () =>
    given(matter)(opening(CONFLICT_CHECK_PENDING))
      .when((s) => checkConflict(s, CONFLICT_CHECK_NONE_FOUND, 'lead', lawyer))
      .then({ $case: 'conflictChecked', value: { result: CONFLICT_CHECK_NONE_FOUND } }));
});
