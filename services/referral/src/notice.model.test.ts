import { NoticeAbout } from '@accompany/contracts/referral/v1/types';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { step } from './model-steps.js';
import { acknowledge, becomeOverdue, type Event, issue, type Notice, notice } from './notice.js';
import { ALPHA, BETA, by } from './samples.js';

/** A letter on the table of the agency that was told: whether it was read, and whether somebody had to ask. */
type Model = { letter: 'unwritten' | 'unread' | 'read'; asked: boolean };
type Real = { state: Notice; history: Event[] };

const telling = { toAgency: ALPHA, about: NoticeAbout.NOTICE_ABOUT_CASE_CLOSED, subjectId: 's', referralId: 'r', ofEvent: 'e' };

const tried = (name: string, rule: (model: Model) => Outcome | Partial<Model>, decide: (state: Notice) => Event[]) =>
  step<Model, Real>(name, (model, real) => {
    const expected = rule(model);
    const { outcome, events, state } = carryOut(notice, real.state, decide);
    expect(outcome).toBe(typeof expected === 'string' ? expected : 'changed');
    if (typeof expected !== 'string') Object.assign(model, expected);
    real.state = state;
    real.history.push(...events);
    expect(state).toEqual(
      model.letter === 'unwritten'
        ? { status: 'none' }
        : {
            status: model.letter === 'unread' ? 'issued' : 'acknowledged',
            toAgency: ALPHA,
            about: telling.about,
            overdue: model.asked,
          },
    );
    // It is told once, read once by the agency that was told, and asked for once: nothing undoes any of it.
    const count = ($case: Event['$case']) => real.history.filter((event) => event.$case === $case).length;
    expect([count('noticeIssued'), count('noticeAcknowledged'), count('noticeOverdue')]).toEqual(
      [model.letter !== 'unwritten', model.letter === 'read', model.asked].map(Number),
    );
  });

const writing = fc.constant(
  tried(
    'the agency is told',
    ({ letter }) => (letter === 'unwritten' ? { letter: 'unread' } : 'unchanged'),
    (state) => issue(state, telling, 24, by(BETA)),
  ),
);
const reading = fc.constantFrom(ALPHA, BETA, 'gamma').map((agency) =>
  tried(
    `${agency} acknowledges`,
    ({ letter }) => {
      if (agency !== ALPHA || letter === 'unwritten') return 'NOTICE_UNKNOWN';
      return letter === 'read' ? 'unchanged' : { letter: 'read' };
    },
    (state) => acknowledge(state, by(agency)),
  ),
);
const asking = fc.constant(
  tried('the time is over', ({ letter, asked }) => (letter === 'unread' && !asked ? { asked: true } : 'unchanged'), becomeOverdue),
);

test('a notice is a letter that is read once by whom it is for, whatever anybody does in whatever order', () =>
  fc.assert(
    fc.property(fc.commands([writing, reading, asking], { maxCommands: 12, size: 'max' }), (commands) =>
      fc.modelRun(
        () => ({ model: { letter: 'unwritten', asked: false } as Model, real: { state: notice.initial, history: [] } as Real }),
        commands,
      ),
    ),
    { numRuns: 100 },
  ));
