import { fold } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { expect, test } from 'vitest';
import { HISTORIES } from './matrix.js';
import { passOn } from './passing-on.js';
import { type Referral, referral } from './referral.js';
import { ALPHA, BETA } from './samples.js';

const lead = { from: ALPHA, to: 'gamma', transferId: 't' };
const STAYS = ['none', 'information', 'loop_closed', 'entered_in_error'];

test.each(Object.keys(HISTORIES) as Referral['status'][])(
  'a referral in %s goes with the case, unless nothing is to be done about it',
  (status) => {
    const before = given(referral)(...HISTORIES[status]);
    const outcome = before.when((state) => passOn(state, lead));
    if (STAYS.includes(status)) return outcome.thenNothing();
    const receiver = status === 'draft' ? '' : BETA;
    outcome.then({ $case: 'referralPassedOn', value: { sender: 'gamma', previousSender: ALPHA, receiver, transferId: 't' } });
    const after = fold(referral, passOn(before.state, lead), before.state);
    expect(after).toMatchObject({ status, terms: { sender: 'gamma', receiver } });
  },
);

test('not one of another sender, and none to the new lead itself', () => {
  const sent = given(referral)(...HISTORIES.sent);
  sent.when((state) => passOn(state, { ...lead, from: 'delta' })).thenNothing();
  sent.when((state) => passOn(state, { ...lead, to: BETA })).thenNothing();
});
