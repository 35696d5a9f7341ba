import { AgreementEnd } from '@accompany/contracts/directory/v1/types';
import { type Decider, fold, type Reason, Rejection } from '@accompany/domain';
import { describe, expect, test } from 'vitest';
import { agency, register, resume, suspend } from './agency.js';
import { type Event as AgreementEvent, agreement, end, expire, propose, sign } from './agreement.js';
import { type Event as GazetteerEvent, gazetteer, publish } from './gazetteer.js';
import { beginClosing, close, keepOpen, type Event as OfficeEvent, office, open, takeCase } from './office.js';
import { claim, type Event as ReferenceEvent, reference } from './reference.js';
import {
  agreementId,
  closed,
  closing,
  command,
  counselling,
  heron,
  lotus,
  lotusOffice,
  lotusReference,
  lotusRegistration,
  offered,
  officeId,
  opened,
  operator,
  proposed,
  registered,
  serviceId,
  signed,
  suspended,
  terms,
  withdrawn,
} from './samples.js';
import { changeCapacity, offer, service, withdraw } from './service.js';

/** What a command leads to in a state: events by name, nothing, or a refusal. */
type Outcome = string | 'nothing' | Reason;

const outcomeOf = <State, Event extends { $case: string }>(
  decider: Decider<State, Event>,
  history: Event[],
  decide: (state: State) => Event[],
): Outcome => {
  try {
    const events = decide(fold(decider, history));
    return events.length === 0 ? 'nothing' : events.map(({ $case }) => $case).join(' ');
  } catch (error) {
    if (error instanceof Rejection) return error.reason;
    throw error;
  }
};

/** Each state by a history that leads to it, each command by a sample that is right in itself; every pair has its outcome. */
const matrix = <State, Event extends { $case: string }>(
  name: string,
  decider: Decider<State, Event>,
  states: Record<string, Event[]>,
  commands: Record<string, { decide: (state: State) => Event[]; outcomes: Outcome[] }>,
) =>
  describe(name, () => {
    for (const [commandName, { decide, outcomes }] of Object.entries(commands))
      test(`${commandName}: ${Object.keys(states).join(', ')}`, () =>
        expect(Object.values(states).map((history) => outcomeOf(decider, history, decide))).toEqual(outcomes));
  });

const why = { ...command, reason: 'why' };
const active = fold(agency, [registered]);

matrix(
  'agency',
  agency,
  { none: [], active: [registered], suspended: [registered, suspended] },
  {
    register: {
      decide: (state) => register(state, { ...command, ...lotusRegistration }, operator),
      outcomes: ['agencyRegistered', 'nothing', 'nothing'],
    },
    'register with other data': {
      decide: (state) => register(state, { ...command, ...lotusRegistration, name: 'Another' }, operator),
      outcomes: ['agencyRegistered', 'AGENCY_ID_TAKEN', 'AGENCY_ID_TAKEN'],
    },
    suspend: {
      decide: (state) => suspend(state, { ...why, agencyId: 'lotus' }, operator),
      outcomes: ['AGENCY_UNKNOWN', 'agencySuspended', 'nothing'],
    },
    resume: {
      decide: (state) => resume(state, { ...why, agencyId: 'lotus' }, operator),
      outcomes: ['AGENCY_UNKNOWN', 'nothing', 'agencyResumed'],
    },
  },
);

const claimed: ReferenceEvent = { $case: 'referenceClaimed', value: { agencyId: 'lotus', reference: lotusReference } };
matrix(
  'reference',
  reference,
  { free: [], claimed: [claimed] },
  {
    claim: {
      decide: (state) => claim(state, { agencyId: 'lotus', reference: lotusReference }, operator),
      outcomes: ['referenceClaimed', 'nothing'],
    },
    'claim for another agency': {
      decide: (state) => claim(state, { agencyId: 'heron', reference: lotusReference }, operator),
      outcomes: ['referenceClaimed', 'EXTERNAL_REFERENCE_TAKEN'],
    },
  },
);

const assigned = { caseId: 'c0ffee00-0000-4000-8000-000000000001', assignedAtPosition: 7 };
const taken: OfficeEvent = { $case: 'officeCaseTaken', value: { officeId, agencyId: 'lotus', ...assigned } };
const none = new Map();
matrix(
  'office',
  office,
  {
    none: [],
    open: [opened],
    'open with a case': [opened, taken],
    closing: [opened, closing],
    'closing with a case': [opened, taken, closing],
    closed: [opened, closing, closed],
  },
  {
    open: {
      decide: (state) => open(state, { ...command, ...lotusOffice }, lotus, { agency: active, unknown: [] }),
      outcomes: ['officeOpened', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'],
    },
    'begin closing': {
      decide: (state) => beginClosing(state, { ...why, officeId }, lotus),
      outcomes: ['OFFICE_UNKNOWN', 'officeClosing', 'officeClosing', 'nothing', 'nothing', 'OFFICE_CLOSED'],
    },
    'keep open': {
      decide: (state) => keepOpen(state, { ...command, officeId }, lotus),
      outcomes: ['OFFICE_UNKNOWN', 'nothing', 'nothing', 'officeKeptOpen', 'officeKeptOpen', 'OFFICE_CLOSED'],
    },
    close: {
      decide: (state) => close(state, { ...why, officeId }, lotus, none),
      outcomes: ['OFFICE_UNKNOWN', 'officeClosing officeClosed', 'OFFICE_HOLDS_CASES', 'officeClosed', 'OFFICE_HOLDS_CASES', 'nothing'],
    },
    'take a case': {
      decide: (state) => takeCase(state, { ...assigned, assignedAtPosition: 9 }),
      outcomes: ['nothing', 'officeCaseTaken', 'officeCaseTaken', 'officeCaseRefused', 'officeCaseRefused', 'officeCaseRefused'],
    },
    'take the case that was taken': {
      decide: (state) => takeCase(state, assigned),
      outcomes: ['nothing', 'officeCaseTaken', 'nothing', 'officeCaseRefused', 'nothing', 'officeCaseRefused'],
    },
  },
);

const from = { agency: active, office: fold(office, [opened]), unknown: [] };
matrix(
  'service',
  service,
  { none: [], offered: [offered], withdrawn: [offered, withdrawn] },
  {
    offer: {
      decide: (state) => offer(state, { ...command, ...counselling }, lotus, from),
      outcomes: ['serviceOffered', 'nothing', 'nothing'],
    },
    'change capacity': {
      decide: (state) => changeCapacity(state, { ...command, serviceId, capacity: { places: 3, freePlaces: 1 } }, lotus),
      outcomes: ['SERVICE_UNKNOWN', 'serviceCapacityChanged', 'SERVICE_WITHDRAWN'],
    },
    withdraw: {
      decide: (state) => withdraw(state, { ...why, serviceId }, lotus),
      outcomes: ['SERVICE_UNKNOWN', 'serviceWithdrawn', 'nothing'],
    },
  },
);

const expired: AgreementEvent = {
  $case: 'sharingAgreementEnded',
  value: { agreementId, because: AgreementEnd.AGREEMENT_END_EXPIRED, by: '', reason: '' },
};
const parties = { proposer: active, other: active };
const atItsEnd = { ...operator, now: terms.expiresAt };
matrix(
  'agreement',
  agreement,
  { none: [], proposed: [proposed], signed: [proposed, signed], ended: [proposed, expired] },
  {
    propose: {
      decide: (state) => propose(state, { agreementId, agencyId: 'heron', terms }, lotus, parties),
      outcomes: ['sharingAgreementProposed', 'nothing', 'nothing', 'nothing'],
    },
    sign: {
      decide: (state) => sign(state, heron, active),
      outcomes: ['AGREEMENT_UNKNOWN', 'sharingAgreementSigned', 'nothing', 'AGREEMENT_ENDED'],
    },
    'sign as the proposer': {
      decide: (state) => sign(state, lotus, active),
      outcomes: ['AGREEMENT_UNKNOWN', 'NOT_THE_OTHER_PARTY', 'NOT_THE_OTHER_PARTY', 'AGREEMENT_ENDED'],
    },
    end: {
      decide: (state) => end(state, { reason: 'why' }, lotus),
      outcomes: ['AGREEMENT_UNKNOWN', 'sharingAgreementEnded', 'sharingAgreementEnded', 'nothing'],
    },
    expire: {
      decide: (state) => expire(state, atItsEnd),
      outcomes: ['nothing', 'sharingAgreementEnded', 'sharingAgreementEnded', 'nothing'],
    },
    'expire too early': { decide: (state) => expire(state, operator), outcomes: ['nothing', 'nothing', 'nothing', 'nothing'] },
  },
);

const told: GazetteerEvent = { $case: 'gazetteerLoaded', value: { version: 1, places: 2, areaCodes: ['90'] } };
matrix(
  'gazetteer',
  gazetteer,
  { 'never told': [], told: [told] },
  {
    publish: {
      decide: (state) => publish(state, { version: 1, places: 2, areaCodes: ['90'] }, operator),
      outcomes: ['gazetteerLoaded', 'nothing'],
    },
    'publish a newer version': {
      decide: (state) => publish(state, { version: 2, places: 2, areaCodes: ['90'] }, operator),
      outcomes: ['gazetteerLoaded', 'gazetteerLoaded'],
    },
  },
);
