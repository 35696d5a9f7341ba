import { fold } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginClosing, type CaseOffice, close, type Event, heldBy, keepOpen, type Office, office, takeCase } from './office.js';
import { command, lotus, officeId, opened } from './samples.js';

// Intake's history grows on its own; the directory hears of it later, in order. In between the office is closed, or kept.
const CASES = ['case-1', 'case-2'] as const;
const ELSEWHERE = 'another office';

type Fact = { readonly caseId: string; readonly says: 'here' | 'elsewhere' | 'closed' | 'new lead' };
type Step = Fact | 'deliver' | 'commit' | 'begin closing' | 'keep open' | 'close';

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ caseId: fc.constantFrom(...CASES), says: fc.constantFrom('here', 'here', 'elsewhere', 'closed', 'new lead') }),
  fc.constantFrom<Step>('deliver', 'deliver', 'deliver', 'commit', 'commit', 'begin closing', 'keep open', 'close'),
);

/** What intake's own history says of a case: written anew here, without the directory's code. */
const truthOf = (history: readonly Fact[], caseId: string): { here: boolean; at: number } => {
  let truth = { here: false, at: 0 };
  for (const [index, fact] of history.entries())
    if (fact.caseId === caseId) truth = { here: fact.says === 'here', at: fact.says === 'here' ? index + 1 : truth.at };
  return truth;
};

/** What the copy of intake says after a fact; the position is that of the fact. */
const copied = (before: CaseOffice | undefined, { says }: Fact, position: number): CaseOffice | undefined => {
  switch (says) {
    case 'here':
      return { officeId, open: true, position };
    case 'elsewhere':
      return { officeId: ELSEWHERE, open: true, position };
    case 'closed':
      return before && { ...before, open: false, position };
    case 'new lead':
      return before && { ...before, officeId: undefined, position };
  }
};

test('however late assignments and endings are heard of, each assignment is taken before the end or refused after it', () =>
  fc.assert(
    fc.property(fc.array(step, { minLength: 6, maxLength: 20 }), fc.boolean(), (steps, closeAtTheEnd) => {
      const history: Fact[] = [];
      const copy = new Map<string, CaseOffice>();
      let heard = 0;
      let committed = 0;
      let state: Office = fold(office, [opened]);
      const does = (decide: (state: Office) => Event[]): void => {
        state = carryOut(office, state, decide).state;
      };
      const deliver = (): void => {
        const fact = history[heard];
        if (fact === undefined) return;
        heard++;
        if (fact.says === 'here') does((one) => takeCase(one, { caseId: fact.caseId, assignedAtPosition: heard }));
      };
      // The copy's transaction ends after its reactions: in between the office knows more than the copy says.
      const commit = (): void => {
        for (const fact of history.slice(committed, heard)) {
          const now = copied(copy.get(fact.caseId), fact, ++committed);
          if (now !== undefined) copy.set(fact.caseId, now);
        }
      };
      const end = (): void => {
        const before = heldBy(state, copy);
        does((one) => close(one, { ...command, officeId, reason: 'moved' }, lotus, copy));
        if (before.length > 0) expect(state.status).not.toBe('closed');
      };
      for (const one of [...steps, ...(closeAtTheEnd ? (['close'] as const) : [])])
        if (typeof one === 'object') history.push(one);
        else if (one === 'deliver') deliver();
        else if (one === 'commit') commit();
        else if (one === 'begin closing') does((now) => beginClosing(now, { ...command, officeId, reason: 'moved' }, lotus));
        else if (one === 'keep open') does((now) => keepOpen(now, { ...command, officeId }, lotus));
        else end();
      const closedEarly = state.status === 'closed';
      while (heard < history.length) deliver();
      commit();

      if (state.status === 'none') throw new Error('it was opened');
      for (const caseId of CASES) {
        const { here, at } = truthOf(history, caseId);
        const taken = state.taken.get(caseId) === at;
        const refused = state.refused.get(caseId) === at;
        if (here) expect([taken, refused].filter(Boolean)).toHaveLength(1);
        expect(heldBy(state, copy).includes(caseId)).toBe(here && taken);
      }
      if (closedEarly) expect(heldBy(state, copy)).toEqual([]);
    }),
    { numRuns: 4000 },
  ));
