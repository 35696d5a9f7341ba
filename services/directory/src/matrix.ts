import { AgreementEnd } from '@accompany/contracts/directory/v1/types';
import { fold } from '@accompany/domain';
import { matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { agency, register, resume, suspend } from './agency.js';
import { type Event as AgreementEvent, agreement, end, expire, propose, sign } from './agreement.js';
import { type Gazetteer, gazetteer, publish } from './gazetteer.js';
import { beginClosing, close, keepOpen, type Event as OfficeEvent, office, open, takeCase } from './office.js';
import { claim, type Event as ReferenceEvent, reference } from './reference.js';
import * as the from './samples.js';
import { agreementId, command, counselling, heron, lotus, officeId, operator, serviceId } from './samples.js';
import { changeCapacity, offer, service, withdraw } from './service.js';

const why = { ...command, reason: 'why' };
const active = fold(agency, [the.registered]);
const OPERATOR = 'the operator';
const ITSELF = 'the agency itself';
const OTHER = 'another agency';
const roles = { [OPERATOR]: operator, [ITSELF]: lotus, [OTHER]: heron };

export const agencyMatrix = matrix({
  title: 'Agency',
  source: 'services/directory/src/agency.ts',
  decider: agency,
  roles,
  states: { none: [], active: [the.registered], suspended: [the.registered, the.suspended] },
  commands: {
    register: { by: OPERATOR, give: (state, context) => register(state, { ...command, ...the.lotusRegistration }, context) },
    'register with other data': {
      by: OPERATOR,
      give: (state, context) => register(state, { ...command, ...the.lotusRegistration, name: 'Another' }, context),
    },
    suspend: { by: OPERATOR, give: (state, context) => suspend(state, { ...why, agencyId: 'lotus' }, context) },
    resume: { by: OPERATOR, give: (state, context) => resume(state, { ...why, agencyId: 'lotus' }, context) },
  },
});

const claimed: ReferenceEvent = { $case: 'referenceClaimed', value: { agencyId: 'lotus', reference: the.lotusReference } };

export const referenceMatrix = matrix({
  title: 'External reference of an agency',
  source: 'services/directory/src/reference.ts',
  decider: reference,
  roles,
  states: { free: [], claimed: [claimed] },
  commands: {
    claim: { by: OPERATOR, give: (state, context) => claim(state, { agencyId: 'lotus', reference: the.lotusReference }, context) },
    'claim for another agency': {
      by: OPERATOR,
      give: (state, context) => claim(state, { agencyId: 'heron', reference: the.lotusReference }, context),
    },
  },
});

const assigned = { caseId: 'c0ffee00-0000-4000-8000-000000000001', assignedAtPosition: 7 };
const taken: OfficeEvent = { $case: 'officeCaseTaken', value: { officeId, agencyId: 'lotus', ...assigned } };

export const officeMatrix = matrix({
  title: 'Office',
  source: 'services/directory/src/office.ts',
  decider: office,
  roles,
  states: {
    none: [],
    open: [the.opened],
    'open with a case': [the.opened, taken],
    closing: [the.opened, the.closing],
    'closing with a case': [the.opened, taken, the.closing],
    closed: [the.opened, the.closing, the.closed],
  },
  commands: {
    open: {
      by: [ITSELF, OPERATOR],
      give: (state, context) => open(state, { ...command, ...the.lotusOffice }, context, { agency: active, unknown: [] }),
    },
    'begin closing': { by: [ITSELF, OPERATOR], give: (state, context) => beginClosing(state, { ...why, officeId }, context) },
    'keep open': { by: [ITSELF, OPERATOR], give: (state, context) => keepOpen(state, { ...command, officeId }, context) },
    close: { by: [ITSELF, OPERATOR], give: (state, context) => close(state, { ...why, officeId }, context, new Map()) },
    'take a case': { by: THE_NETWORK, give: (state) => takeCase(state, { ...assigned, assignedAtPosition: 9 }) },
    'take the case that was taken': { by: THE_NETWORK, give: (state) => takeCase(state, assigned) },
  },
});

const from = { agency: active, office: fold(office, [the.opened]), unknown: [] };

export const serviceMatrix = matrix({
  title: 'Service',
  source: 'services/directory/src/service.ts',
  decider: service,
  roles,
  states: { none: [], offered: [the.offered], withdrawn: [the.offered, the.withdrawn] },
  commands: {
    offer: { by: [ITSELF, OPERATOR], give: (state, context) => offer(state, { ...command, ...counselling }, context, from) },
    'change capacity': {
      by: [ITSELF, OPERATOR],
      give: (state, context) => changeCapacity(state, { ...command, serviceId, capacity: { places: 3, freePlaces: 1 } }, context),
    },
    withdraw: { by: [ITSELF, OPERATOR], give: (state, context) => withdraw(state, { ...why, serviceId }, context) },
  },
});

const expired: AgreementEvent = {
  $case: 'sharingAgreementEnded',
  value: { agreementId, because: AgreementEnd.AGREEMENT_END_EXPIRED, by: '', reason: '' },
};
const parties = { proposer: active, other: active };
const atItsEnd = { ...operator, now: the.terms.expiresAt };
const PROPOSER = 'the agency that proposes';
const SIGNER = 'the other party';
const crane = { ...heron, actor: { kind: 'agency', agency: 'crane', person: 'p-3' } } as const;

export const agreementMatrix = matrix({
  title: 'Sharing agreement',
  source: 'services/directory/src/agreement.ts',
  decider: agreement,
  roles: { [PROPOSER]: lotus, [SIGNER]: heron, 'a third agency': crane },
  states: { none: [], proposed: [the.proposed], signed: [the.proposed, the.signed], ended: [the.proposed, expired] },
  commands: {
    propose: {
      by: [PROPOSER, 'a third agency'],
      give: (state, context) => propose(state, { agreementId, agencyId: 'heron', terms: the.terms }, context, parties),
    },
    sign: { by: SIGNER, give: (state, context) => sign(state, context, active) },
    end: { by: [PROPOSER, SIGNER], give: (state, context) => end(state, { reason: 'why' }, context) },
    expire: { by: THE_CLOCK, give: (state) => expire(state, atItsEnd) },
  },
});

const provinces = [{ provinceCode: '90', placeCodes: ['900101'] }];

export const gazetteerMatrix = matrix({
  title: 'Gazetteer',
  source: 'services/directory/src/gazetteer.ts',
  decider: gazetteer,
  statusOf: ({ version }: Gazetteer) => (version === 0 ? 'never_told' : 'told'),
  roles,
  states: { 'never told': [], told: [{ $case: 'gazetteerLoaded', value: { version: 1, places: 2, areaCodes: ['90'] } }] },
  commands: {
    publish: { by: OPERATOR, give: (state, context) => publish(state, { version: 1, places: 2, areaCodes: ['90'] }, context) },
    'publish a newer version': {
      by: OPERATOR,
      give: (state, context) => publish(state, { version: 2, places: 2, areaCodes: ['90'], provinces }, context),
    },
  },
});
