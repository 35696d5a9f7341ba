import { AgreementEnd } from '@accompany/contracts/directory/v1/types';
import type { DecisionContext } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { agency } from './agency.js';
import { agreement, type Event, end, expire, propose, sign } from './agreement.js';
import { agreementId, heron, lotus, operator, otherService, proposed, registered, signed, suspended, terms } from './samples.js';
import { agreementTimers } from './timers.js';

const active = given(agency)(registered).state;
const stopped = given(agency)(registered, suspended).state;
const unknown = given(agency)().state;
const both = { proposer: active, other: active };
const proposing = { agreementId, agencyId: 'heron', terms };
const stranger: DecisionContext = { ...heron, actor: { kind: 'agency', agency: 'egret', person: 'p-3' } };
const late = (context: DecisionContext): DecisionContext => ({ ...context, now: terms.expiresAt });
const over = (because: AgreementEnd, by = '', reason = ''): Event => ({
  $case: 'sharingAgreementEnded',
  value: { agreementId, because, by, reason },
});
const { AGREEMENT_END_WITHDRAWN, AGREEMENT_END_DECLINED, AGREEMENT_END_TERMINATED, AGREEMENT_END_EXPIRED } = AgreementEnd;

describe('proposing', () => {
  test('an agency proposes to another', () =>
    given(agreement)()
      .when((state) => propose(state, proposing, lotus, both))
      .then(proposed));

  test.each([
    ['the operator', operator, both, {}, 'NOT_ALLOWED_FOR_CALLER'],
    ['a service', otherService, both, {}, 'NOT_ALLOWED_FOR_CALLER'],
    ['an agency to itself', heron, both, {}, 'AGREEMENT_WITH_ITSELF'],
    ['a suspended agency', lotus, { proposer: stopped, other: active }, {}, 'AGENCY_SUSPENDED'],
    ['to a suspended agency', lotus, { proposer: active, other: stopped }, {}, 'AGENCY_SUSPENDED'],
    ['to nobody', lotus, { proposer: active, other: unknown }, {}, 'AGENCY_UNKNOWN'],
    ['over before it begins', lotus, both, { expiresAt: terms.validFrom }, 'AGREEMENT_PERIOD_IMPOSSIBLE'],
    ['over already', lotus, both, { validFrom: new Date(0), expiresAt: new Date(1) }, 'AGREEMENT_PERIOD_IMPOSSIBLE'],
  ] as const)('%s: refused', (_, context, parties, change, reason) =>
    given(agreement)()
      .when((state) => propose(state, { ...proposing, terms: { ...terms, ...change } }, context, parties))
      .thenRejected(reason),
  );

  test('a repeat is harmless when a party was suspended since', () =>
    given(agreement)(proposed)
      .when((state) => propose(state, proposing, lotus, { proposer: stopped, other: stopped }))
      .thenNothing());
});

describe('signing', () => {
  test('the other party signs, once', () => {
    given(agreement)(proposed)
      .when((state) => sign(state, heron, active))
      .then(signed);
    given(agreement)(proposed, signed)
      .when((state) => sign(state, late(heron), stopped))
      .thenNothing();
  });

  test.each([
    ['the proposer', lotus, active, 'NOT_THE_OTHER_PARTY'],
    ['who is no party', stranger, active, 'AGREEMENT_UNKNOWN'],
    ['the operator', operator, active, 'AGREEMENT_UNKNOWN'],
    ['a suspended agency', heron, stopped, 'AGENCY_SUSPENDED'],
    ['after its last moment', late(heron), active, 'AGREEMENT_ENDED'],
  ] as const)('%s: refused', (_, context, signer, reason) =>
    given(agreement)(proposed)
      .when((state) => sign(state, context, signer))
      .thenRejected(reason),
  );
});

describe('ending', () => {
  test.each<[string, Event[], DecisionContext, Event]>([
    ['the proposer withdraws', [proposed], lotus, over(AGREEMENT_END_WITHDRAWN, 'lotus', 'why')],
    ['the other party declines', [proposed], heron, over(AGREEMENT_END_DECLINED, 'heron', 'why')],
    ['the proposer terminates', [proposed, signed], lotus, over(AGREEMENT_END_TERMINATED, 'lotus', 'why')],
    ['the other party terminates', [proposed, signed], heron, over(AGREEMENT_END_TERMINATED, 'heron', 'why')],
  ])('%s', (_, history, context, expected) =>
    given(agreement)(...history)
      .when((state) => end(state, { reason: 'why' }, context))
      .then(expected),
  );
  test('who is no party is told that there is none', () =>
    given(agreement)(proposed, signed)
      .when((state) => end(state, { reason: 'why' }, stranger))
      .thenRejected('AGREEMENT_UNKNOWN'));
});

describe('its last moment', () => {
  test.each([
    ['signed', [proposed, signed]],
    ['not signed', [proposed]],
  ])('%s: it ends by itself then, and not before', (_, history) => {
    given(agreement)(...history)
      .when((state) => expire(state, late(otherService)))
      .then(over(AGREEMENT_END_EXPIRED));
    given(agreement)(...history)
      .when((state) => expire(state, otherService))
      .thenNothing();
  });
  test('the timer is set when it is proposed and cleared when it ends', () => {
    const moment = { occurredAt: terms.validFrom, recordedAt: terms.validFrom };
    expect(agreementTimers.derive(proposed, moment)).toEqual([{ set: 'expire', at: terms.expiresAt }]);
    expect(agreementTimers.derive(signed, moment)).toEqual([]);
    expect(agreementTimers.derive(over(AGREEMENT_END_EXPIRED), moment)).toEqual([{ clear: 'expire' }]);
  });
});
