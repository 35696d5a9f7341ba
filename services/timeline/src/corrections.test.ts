import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { type CaseAsOf, CaseStatus } from '@accompany/contracts/timeline/v1/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountOf, follow } from './account.js';
import { inWords } from './explain.js';
import { EVER, factsAt } from './fact.js';
import { describeCase, historyOf } from './history.js';
import * as s from './samples.js';
import { workOf } from './work.js';

const MARCH = new Date(Date.UTC(2022, 2, 10));
const at = (happenings: readonly s.Happening[], asOf = EVER, knownAt = EVER) => historyOf(factsAt(s.facts(...happenings), asOf, knownAt));
const after =
  (...happenings: s.Happening[]) =>
  (asOf: Date = EVER, knownAt: Date = EVER): CaseAsOf =>
    describeCase(s.CASE, at(happenings, asOf, knownAt), asOf);

/** On the case's stream: opened, threatened, raised. */
const known = [s.opened, s.threatened, s.raised];
const idOf = (version: number): string => `case-${s.CASE}/${version}`;

const on = (...event: Parameters<typeof s.event>): s.Happening => ({ stream: `case-${s.CASE}`, at: s.feb(26), event: s.event(...event) });

describe('a corrected time', () => {
  const told = after(...known, s.corrects(idOf(3), s.feb(14), MARCH));
  test('counts from the recording of the correction on, for every day', () => {
    expect(told(s.feb(10)).risk).toBe(RiskLevel.RISK_LEVEL_MEDIUM);
    expect(told(s.feb(15)).risk).toBe(RiskLevel.RISK_LEVEL_HIGH);
    expect(told(s.feb(10), MARCH).risk).toBe(RiskLevel.RISK_LEVEL_MEDIUM);
  });
  test('leaves what was known before as it was known', () => {
    expect(told(s.feb(10), new Date(MARCH.getTime() - 1)).risk).toBe(RiskLevel.RISK_LEVEL_HIGH);
  });
});

describe('what was struck out', () => {
  const told = after(...known, s.corrects(idOf(2), 'struck', MARCH));
  test('does not count any more, and did before', () => {
    expect(told(s.feb(10)).openThreats).toEqual([]);
    expect(told(s.feb(10), s.feb(28)).openThreats).toHaveLength(1);
  });
  test('is explained by the event and its correction', () => {
    const history = at([...known, s.corrects(idOf(2), 'struck', MARCH)]);
    const because = history.because.get(`threat:${s.THREAT}`) ?? [];
    expect(because.map(({ event, correction }) => [event.$case, correction?.struck])).toEqual([
      ['threatReported', true],
      ['correctionRecorded', undefined],
    ]);
    expect(inWords(history, `threat:${s.THREAT}`)).toBe('struck out');
    expect(inWords(history, 'corrections')).toBe('1');
  });
  test('counts again when its correction is struck out in turn', () => {
    const back = s.corrects(idOf(4), 'struck', new Date(MARCH.getTime() + 1));
    expect(after(...known, s.corrects(idOf(2), 'struck', MARCH), back)().openThreats).toHaveLength(1);
  });
  test('gives way to a newer correction', () => {
    const moved = s.corrects(idOf(2), s.feb(20), new Date(MARCH.getTime() + 1));
    const found = after(...known, s.corrects(idOf(2), 'struck', MARCH), moved);
    expect(found(s.feb(19)).openThreats).toEqual([]);
    expect(found().openThreats).toMatchObject([{ reportedAt: s.feb(20) }]);
  });
});

describe('facts of every service', () => {
  const { on: onStream, CARE, ENDS } = s;
  const held = onStream('plan')(s.feb(11), 'sessionHeld');
  const counsel = onStream('matter')(s.feb(12), 'counselGiven');
  const support = onStream('support')(s.feb(12), 'supportDelivered', { agency: 'lotus' });
  const undone = onStream('case')(s.feb(24), 'caseMergeUndone', { mergeId: s.NEED });
  test.each<[string, s.Happening, (found: CaseAsOf) => unknown, unknown, unknown]>([
    ['a need of an assessment', s.needed, ({ needs }) => needs.length, 1, 0],
    ['a referral that was accepted', s.accepted, ({ referrals }) => referrals.length, 1, 0],
    ['a session of a service plan', held, ({ plans }) => plans[0]?.sessionsHeld, 1, undefined],
    ['support that was given', support, ({ support }) => support.length, 1, 0],
    ['counsel in a legal matter', counsel, ({ matters }) => matters[0]?.counselsGiven, 1, undefined],
    ['what the child said', CARE.feedback, ({ carePlan }) => carePlan?.hasChildFeedback, true, undefined],
    ['what became of a goal', CARE.outcome, ({ carePlan }) => carePlan?.goals.length, 1, undefined],
    ['a case that was entered in error', ENDS.mistaken, ({ status }) => status, CaseStatus.CASE_STATUS_ENTERED_IN_ERROR, 0],
    ['a merge that was undone', undone, ({ events }) => events, 1, 0],
  ])('%s can be dated anew and struck out', (_name, happening, seen, before, afterwards) => {
    const eventId = `${happening.stream}/1`;
    const dated = after(happening, s.corrects(eventId, s.feb(27), MARCH));
    expect([seen(dated(s.feb(26))), seen(dated(s.feb(27)))]).toEqual([afterwards, before]);
    expect(seen(dated(s.feb(26), s.feb(28)))).toEqual(before);
    const struck = after(happening, s.corrects(eventId, 'struck', MARCH));
    expect([seen(struck(s.feb(27))), seen(struck(s.feb(27), s.feb(28)))]).toEqual([afterwards, before]);
  });
});

test.each<[string, s.Happening[], string, string]>([
  ['a consent that ran out', [s.agreed, on('consentExpired', { consentId: s.CONSENT })], `consent:${s.CONSENT}`, 'expired'],
  [
    'a consent whose running out was struck out',
    [s.agreed, on('consentExpired', { consentId: s.CONSENT }), s.corrects(idOf(3), 'struck', MARCH)],
    `consent:${s.CONSENT}`,
    'given',
  ],
  [
    'a legal basis that ran out',
    [on('legalBasisRecorded', { basisId: s.CONSENT }), on('legalBasisExpired', { basisId: s.CONSENT })],
    `legal-basis:${s.CONSENT}`,
    'expired',
  ],
  ['a care plan', [s.CARE.drafted, s.CARE.agreed], `careplan:${s.OTHER}`, 'active'],
  ['a child who cannot be found', [on('whereaboutsLost', { searchId: s.NEED })], 'whereabouts', 'unknown'],
  [
    'a child who was found',
    [on('whereaboutsLost', { searchId: s.NEED }), on('clientLocated', { searchId: s.NEED })],
    'whereabouts',
    'known',
  ],
  ['what happened last', [{ ...on('transferAccepted', {}), stream: `transfer-${s.NEED}` }], `transfer:${s.NEED}`, 'transfer accepted'],
])('%s is explained in words', (_name, happenings, aspect, words) => {
  expect(inWords(at([s.opened, ...happenings]), aspect)).toBe(words);
});

describe('properties', () => {
  const day = fc.integer({ min: 1, max: 27 });
  const EARLY = s.feb(28, 10);
  const LATE = s.feb(28, 12);
  const all = [...s.WAY, ...s.MORE];
  const before = all.map((happening) => ({ ...happening, recorded: EARLY }));
  const ids = s.facts(...all).map(({ eventId }) => eventId);
  const late = fc.record({ which: fc.nat(all.length - 1), day }).map(
    ({ which, day: on }): s.Happening => ({
      ...(all[which] as s.Happening),
      at: s.feb(on),
      recorded: LATE,
    }),
  );
  const correction = fc
    .record({ which: fc.nat(ids.length + 3), day, struck: fc.boolean() })
    .map(({ which, day: on, struck }) => s.corrects(ids[which] ?? idOf(which), struck ? 'struck' : s.feb(on), LATE));
  const news = fc.array(fc.oneof(late, correction), { minLength: 1, maxLength: 8 });

  test('adding late facts or corrections never changes an answer with an earlier known_at', () => {
    fc.assert(
      fc.property(fc.subarray(before, { minLength: 1 }), news, day, (known, added, asked) => {
        const times = [s.feb(asked, 20), s.feb(28, 11)] as const;
        expect(after(...known, ...added)(...times)).toEqual(after(...known)(...times));
        const why = (happenings: readonly s.Happening[]) => at(happenings, ...times).because;
        expect(why([...known, ...added])).toEqual(why(known));
      }),
    );
  });

  test('a correction is as if it had been recorded right, and a struck fact as if it had not been recorded', () => {
    fc.assert(
      fc.property(fc.nat(all.length - 1), fc.option(day, { nil: undefined }), (which, on) => {
        const corrected = after(...before, s.corrects(ids[which] as string, on === undefined ? 'struck' : s.feb(on), LATE))();
        const right = before.flatMap((one, index) => (index !== which ? [one] : on === undefined ? [] : [{ ...one, at: s.feb(on) }]));
        const { events: _events, lastSequence: _last, ...found } = corrected;
        // The order among equal days goes by the log, which stays the same.
        const { events: _of, lastSequence: _right, ...expected } = after(...right)();
        expect(found).toEqual(expected);
      }),
    );
  });

  test('at every moment there is one lead, however the facts are dated', () => {
    const changes = [s.opened, ...['egret', 'heron', 'lotus'].map((to) => s.on('case')(s.feb(1), 'leadChanged', { to }))];
    fc.assert(
      fc.property(fc.array(day, { minLength: 4, maxLength: 4 }), day, (days, asked) => {
        const happened = changes.map((one, index) => ({ ...one, at: s.feb(days[index] as number) }));
        const found = after(...happened)(s.feb(asked));
        const leads = found.participants.filter(({ role }) => role === ParticipantRole.PARTICIPANT_ROLE_LEAD).map(({ agency }) => agency);
        const newest = happened.findLast(({ at }) => at <= s.feb(asked));
        expect(leads).toEqual(found.leadAgency === '' ? [] : [found.leadAgency]);
        expect(found.leadAgency).toBe(
          newest === undefined ? '' : newest === happened[0] ? 'lotus' : (newest.event.value as { to: string }).to,
        );
      }),
    );
  });

  test('going on from what is known gives the same as beginning anew', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...before), late, correction), { minLength: 2, maxLength: 25 }),
        fc.nat(),
        (some, at) => {
          const facts = s.facts(...some);
          const cut = 1 + (at % (facts.length - 1));
          const gone = follow(accountOf(facts.slice(0, cut)), facts.slice(cut));
          const anew = accountOf(facts);
          expect(describeCase(s.CASE, gone.history, EVER)).toEqual(describeCase(s.CASE, anew.history, EVER));
          expect(workOf(gone)).toEqual(workOf(anew));
        },
      ),
    );
  });
});
