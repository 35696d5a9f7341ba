import { type ActivityAccount, ActivityCorrectionReason } from '@accompany/contracts/intake/v1/programme_types';
import { type DecisionContext, fold, type Reason } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Activity, activity, correct, type Event, hold, type Told, withdraw } from './activity.js';
import { account, activityId, otherActivityId } from './programme-samples.js';
import { day, heron, lotus } from './samples.js';

const { ACTIVITY_CORRECTION_REASON_MISCOUNTED: MISCOUNTED } = ActivityCorrectionReason;
const IDS = [activityId, otherActivityId, '51de7096-bf28-4043-8ea5-9d426fb18066'];

/** What a person would keep on a card for each record: whether it counts, which account stands, how often it was corrected. */
type Card = { phase: 'none' | 'held' | 'withdrawn'; account: string; corrections: number; instead: string };
type Cards = Map<string, Card>;
type Real = Map<string, { state: Activity; history: Event[] }>;
type Step = {
  readonly name: string;
  readonly decide: (state: Activity, context: DecisionContext, real: Real) => Event[];
  readonly expected: (card: Card, cards: Cards) => Outcome;
  /** Whether only the agency that held it may. */
  readonly ofAgency: boolean;
};

type Account = { readonly told: Told; readonly is: string; readonly wrong?: Reason };
const open = (told: ActivityAccount): Told => ({ account: told, term: undefined });
const fewer = { ...account, attendance: account.attendance.slice(0, 2), total: 25 };
const ACCOUNTS: readonly Account[] = [
  { told: open(account), is: 'first' },
  { told: open({ ...account, attendance: account.attendance.toReversed() }), is: 'first' },
  { told: open(fewer), is: 'fewer' },
  { told: open({ ...account, total: 29 }), is: 'sum', wrong: 'ACTIVITY_TOTALS_CONTRADICTORY' },
  { told: open({ ...account, children: 28 }), is: 'children', wrong: 'ACTIVITY_TOTALS_CONTRADICTORY' },
  { told: open({ ...account, heldOn: '2022-03-02' }), is: 'future', wrong: 'ACTIVITY_DATES_IMPOSSIBLE' },
  {
    told: { account: { ...account, heldOn: '2022-01-31' }, term: { from: day(1), until: undefined } },
    is: 'before',
    wrong: 'ACTIVITY_DATES_IMPOSSIBLE',
  },
];

const stepsOf = (id: string): readonly Step[] => [
  ...ACCOUNTS.flatMap(({ told, is, wrong }): Step[] => [
    {
      name: `hold ${is}`,
      decide: (state, context) => hold(state, { activityId: id, programmeId: '' }, told, context),
      expected: (card) => {
        if (card.phase !== 'none') return 'unchanged';
        if (wrong !== undefined) return wrong;
        Object.assign(card, { phase: 'held', account: is });
        return 'changed';
      },
      ofAgency: false,
    },
    {
      name: `correct ${is}`,
      decide: (state, context) => correct(state, told, MISCOUNTED, context),
      expected: (card) => {
        if (card.phase === 'withdrawn') return 'ACTIVITY_WITHDRAWN';
        if (card.account === is) return 'unchanged';
        if (wrong !== undefined) return wrong;
        Object.assign(card, { account: is, corrections: card.corrections + 1 });
        return 'changed';
      },
      ofAgency: true,
    },
  ]),
  ...['', ...IDS].map(
    (instead): Step => ({
      name: `withdraw for ${instead || 'nothing'}`,
      decide: (state, context, real) =>
        withdraw(state, { sameAsActivityId: instead }, real.get(instead)?.state ?? activity.initial, context),
      expected: (card, cards) => {
        if (card.phase === 'withdrawn') return card.instead === instead ? 'unchanged' : 'ACTIVITY_WITHDRAWN';
        if (instead !== '' && cards.get(instead)?.phase === 'none') return 'ACTIVITY_UNKNOWN';
        if (instead === id || cards.get(instead)?.phase === 'withdrawn') return 'ACTIVITY_WITHDRAWN';
        Object.assign(card, { phase: 'withdrawn', instead });
        return 'changed';
      },
      ofAgency: true,
    }),
  ),
];

const take = (real: Real, id: string, step: Step, context: DecisionContext): Outcome => {
  const { state: before, history } = record(real, id);
  const { outcome, events, state } = carryOut(activity, before, (known) => step.decide(known, context, real));
  expect(before, 'a decision is no change').toEqual(fold(activity, history));
  real.set(id, { state, history: [...history, ...events] });
  return outcome;
};
const record = (real: Real, id: string) => real.get(id) ?? { state: activity.initial, history: [] };

const TOTALS: Readonly<Record<string, number>> = { first: 28, fewer: 25 };

const agreeing = (real: Real, cards: Cards): void => {
  for (const [id, card] of cards) {
    const { state, history } = record(real, id);
    expect(fold(activity, history), 'it is what its events say').toEqual(state);
    expect(state.status).toBe(card.phase);
    if (state.status === 'none') continue;
    expect([state.held.activityId, state.held.agency, state.sameAs]).toEqual([id, 'lotus', card.instead]);
    expect([state.account.total, state.corrections]).toEqual([TOTALS[card.account], card.corrections]);
  }
};

const reached = new Set<string>();
const commandOf = (id: string, step: Step, context: DecisionContext) =>
  fc.constant<fc.Command<Cards, Real>>({
    check: (cards) => context === lotus || step.ofAgency || cards.get(id)?.phase !== 'none',
    run: (cards, real) => {
      const card = cards.get(id);
      if (card === undefined) throw new Error('every record has its card');
      const refused = step.ofAgency && (context !== lotus || card.phase === 'none');
      const expected = refused ? 'ACTIVITY_UNKNOWN' : step.expected(card, cards);
      expect(take(real, id, step, context), `${step.name}, ${id}`).toBe(expected);
      agreeing(real, cards);
      reached.add(`${step.name.split(' ')[0]}: ${expected}`);
    },
    toString: () => `${step.name}, ${id}, by ${context === lotus ? 'lotus' : 'heron'}`,
  });

test('activities are what the cards say: every account adds up, and what does not count is neither corrected nor counted instead', () => {
  const blank = (): Card => ({ phase: 'none', account: '', corrections: 0, instead: '' });
  const setup = () => ({ model: new Map(IDS.map((id) => [id, blank()])) as Cards, real: new Map() as Real });
  const commands = IDS.flatMap((id) => stepsOf(id).flatMap((step) => [lotus, lotus, heron].map((by) => commandOf(id, step, by))));
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 40, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 100, seed: 20211011 },
  );
  const corrected = ['correct: changed', 'correct: unchanged', 'correct: ACTIVITY_WITHDRAWN', 'correct: ACTIVITY_TOTALS_CONTRADICTORY'];
  const others = ['hold: ACTIVITY_DATES_IMPOSSIBLE', 'withdraw: changed', 'withdraw: unchanged', 'withdraw: ACTIVITY_WITHDRAWN'];
  expect([...reached]).toEqual(expect.arrayContaining([...corrected, ...others]));
});
