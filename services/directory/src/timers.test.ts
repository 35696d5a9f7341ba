import type { DecisionContext } from '@accompany/domain';
import { given, virtualClock } from '@accompany/domain/testing';
import { expect, test } from 'vitest';
import { agency } from './agency.js';
import { type Agreement, agreement, type Event, end, propose, sign } from './agreement.js';
import { agreementId, heron, lotus, registered, terms } from './samples.js';
import { agreementTimers } from './timers.js';

const active = given(agency)(registered).state;
const february = new Date('2022-02-01T08:00:00Z');
const march = new Date('2022-03-10T08:00:00Z');
const june = new Date('2022-06-01T08:00:00Z');
const twoYearsOn = new Date('2024-02-01T08:00:00Z');

const proposing = (state: Agreement, context: DecisionContext): Event[] =>
  propose(state, { agreementId, agencyId: 'heron', terms }, { ...context, actor: lotus.actor }, { proposer: active, other: active });
const signing = (state: Agreement, context: DecisionContext): Event[] => sign(state, { ...context, actor: heron.actor }, active);
const ending = (state: Agreement, context: DecisionContext): Event[] => end(state, { reason: 'over' }, { ...context, actor: heron.actor });

test.each([
  [
    'signed',
    [[march, signing]],
    [
      [march, 'sharingAgreementSigned'],
      [terms.expiresAt, 'sharingAgreementEnded'],
    ],
  ],
  ['never answered', [], [[terms.expiresAt, 'sharingAgreementEnded']]],
  ['declined', [[march, ending]], [[march, 'sharingAgreementEnded']]],
  [
    'signed and terminated',
    [
      [march, signing],
      [june, ending],
    ],
    [
      [march, 'sharingAgreementSigned'],
      [june, 'sharingAgreementEnded'],
    ],
  ],
] as const)('two years of an agreement that is %s', (_, steps, expected) => {
  const clock = virtualClock({ decider: agreement, timers: [agreementTimers] });
  clock.at(february, proposing);
  for (const [at, decide] of steps) clock.at(at, decide);
  clock.until(twoYearsOn);
  const history = clock.history().map(({ at, event }) => [at, event.$case]);
  expect(history).toEqual([[february, 'sharingAgreementProposed'], ...expected]);
});
