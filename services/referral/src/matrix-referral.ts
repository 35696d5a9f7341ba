import { DecisionAsked } from '@accompany/contracts/referral/v1/types';
import { type Command, matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { COMMANDS, give, HISTORIES, type Command as Name, OWNER } from './matrix.js';
import { recordFromOutside } from './outside.js';
import { passOn } from './passing-on.js';
import { becomeOverdue, escalate } from './pick-up.js';
import { receive } from './receiver.js';
import { type Event, type Referral, referral } from './referral.js';
import { renewSharing } from './renewal.js';
import * as the from './samples.js';
import { ALPHA, BETA, by, CONSENT } from './samples.js';
import { draftForNeed } from './sender.js';
import { askDecision, proposeNext, undo } from './stranded.js';

const SENDER = 'sender';
const RECEIVER = 'receiver';
const OTHER = 'another agency';
const OWNERS = { sender: [SENDER], receiver: [RECEIVER], either: [SENDER, RECEIVER] } as const;

/** The commands of the tests, as they are shown: in words, and by whom. */
const WORDS: Partial<Record<Name, string>> = {
  notDelivered: 'report not delivered',
  closeLoop: 'close the loop',
  inError: 'enter in error',
  share: 'share information',
};

const agencyOf = (context: { readonly actor: { readonly kind: string; readonly agency?: string } }): string => context.actor.agency ?? '';

const given = Object.fromEntries(
  COMMANDS.filter((name) => name !== 'renew').map((name): [string, Command<Referral, Event>] => {
    const owners = name === 'lapse' ? THE_CLOCK : OWNERS[OWNER[name]];
    const give_ = (state: Referral, context: Parameters<typeof agencyOf>[0]) =>
      name === 'lapse' ? give(name, state) : give(name, state, agencyOf(context));
    return [WORDS[name] ?? name, { by: owners, give: give_ }];
  }),
);

const outside = {
  case: { ...the.facts.case, participants: [ALPHA, BETA] },
  sender: { suspended: false },
  receiver: { suspended: false },
  limits: the.facts.limits,
};
const moved = { from: ALPHA, to: 'gamma', transferId: 't' };
const next = {
  needId: the.NEED,
  sender: ALPHA,
  category: the.need.category,
  urgency: the.need.urgency,
  previousReferralId: 'r0',
  receiver: BETA,
  serviceId: the.SERVICE,
};

const followed: Record<string, Command<Referral, Event>> = {
  'record from outside': {
    by: [RECEIVER, SENDER],
    give: (state, context) => recordFromOutside(state, the.telephoned, outside, context),
  },
  'renew the sharing': {
    by: SENDER,
    give: (state, context) => renewSharing(state, { permission: { $case: 'legalBasisId', value: the.BASIS } }, the.facts, context),
  },
  'receive as information': { by: RECEIVER, give: (state, context) => receive(state, the.filing, context) },
  'draft for a need': { by: THE_NETWORK, give: (state) => draftForNeed(state, { needId: the.NEED, ...the.need }) },
  'propose the next provider': { by: THE_NETWORK, give: (state) => proposeNext(state, next) },
  'ask to decide: consent ended': {
    by: THE_NETWORK,
    give: (state) => askDecision(state, DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN, CONSENT),
  },
  'ask to decide: stranded': {
    by: THE_NETWORK,
    give: (state) => askDecision(state, DecisionAsked.DECISION_ASKED_STRANDED, the.SERVICE),
  },
  'undo: its case refused it': { by: THE_NETWORK, give: undo },
  'go along with the lead': { by: THE_NETWORK, give: (state) => passOn(state, moved) },
  'become overdue': { by: THE_CLOCK, give: becomeOverdue },
  escalate: { by: THE_CLOCK, give: escalate },
};

export const referralMatrix = matrix({
  title: 'Referral',
  source: 'services/referral/src/referral.ts',
  decider: referral,
  roles: { [SENDER]: by(ALPHA), [RECEIVER]: by(BETA), [OTHER]: by('gamma') },
  states: HISTORIES,
  commands: { ...given, ...followed },
});
