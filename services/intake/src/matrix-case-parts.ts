import { matrix, THE_CLOCK } from '@accompany/domain/testing';
import { type Case, caseDecider, type KnownCase } from './case.js';
import * as consents from './consent.js';
import { OF_LEAD, OF_WORKING, roles, SECOND } from './matrix-case-samples.js';
import * as sample from './samples.js';
import { basis, consent, day, sealed } from './samples.js';
import { reportThreat, resolveThreat } from './threats.js';
import * as places from './whereabouts.js';

const { opened, providerJoined, monitorJoined } = sample;
const alone = [opened, providerJoined, monitorJoined];
const closed = [sample.closureProposed, sample.closed];
const of = { decider: caseDecider, roles };

/** What a part of the case is in; `none` while there is no such thing. */
const part =
  (find: (found: KnownCase) => string | undefined) =>
  (state: Case): string =>
    state.status === 'none' ? 'none' : (find(state) ?? 'none');

const CONSENT = consent.consentId;
const refused = { $case: 'consentRefused', value: sample.refusal } as const;
const withdrawn = { $case: 'consentWithdrawn', value: sample.withdrawal } as const;
const expired = { $case: 'consentExpired', value: { consentId: CONSENT } } as const;

export const consentMatrix = matrix({
  ...of,
  title: 'Consent',
  source: 'services/intake/src/consent.ts',
  statusOf: part(({ consents: known }) => known.get(CONSENT)?.status),
  states: {
    none: alone,
    given: [...alone, sample.consented],
    'given, in a closed case': [...alone, sample.consented, ...closed],
    refused: [...alone, refused],
    withdrawn: [...alone, sample.consented, withdrawn],
    expired: [...alone, sample.consented, expired],
  },
  commands: {
    give: { by: OF_LEAD, give: (state, context) => consents.giveConsent(state, consent, context) },
    refuse: { by: OF_LEAD, give: (state, context) => consents.refuseConsent(state, sample.refusal, context) },
    withdraw: { by: OF_LEAD, give: (state, context) => consents.withdrawConsent(state, sample.withdrawal, context) },
    expire: { by: THE_CLOCK, give: (state) => consents.expireConsent(state, CONSENT) },
    'ask the client who is of age': { by: THE_CLOCK, give: (state, context) => consents.askRetake(state, CONSENT, context) },
  },
});

const approved = {
  $case: 'legalBasisRecorded',
  value: { basisId: basis.basisId, basis: basis.basis, scope: basis.scope, approvedBy: 'p-2', proposedBy: 'p-1' },
} as const;
const lapsed = { $case: 'legalBasisExpired', value: { basisId: basis.basisId } } as const;

export const legalBasisMatrix = matrix({
  ...of,
  title: 'Legal basis without consent',
  source: 'services/intake/src/consent.ts',
  statusOf: part(({ bases }) => {
    const known = bases.get(basis.basisId);
    if (known === undefined) return undefined;
    if (known.expired) return 'expired';
    return known.approvedBy === '' ? 'proposed' : 'approved';
  }),
  states: {
    none: alone,
    proposed: [...alone, sample.basisProposed],
    approved: [...alone, sample.basisProposed, approved],
    expired: [...alone, sample.basisProposed, approved, lapsed],
  },
  commands: {
    propose: { by: OF_LEAD, give: (state, context) => consents.proposeLegalBasis(state, basis, context) },
    approve: { by: SECOND, give: (state, context) => consents.approveLegalBasis(state, basis.basisId, context) },
    expire: { by: THE_CLOCK, give: (state) => consents.expireLegalBasis(state, basis.basisId) },
  },
});

export const threatMatrix = matrix({
  ...of,
  title: 'Threat',
  source: 'services/intake/src/threats.ts',
  statusOf: part(({ threats }) => {
    const known = threats.get(sample.threat.threatId);
    if (known === undefined) return undefined;
    return known.resolved === undefined ? 'open' : 'resolved';
  }),
  states: {
    none: alone,
    open: [...alone, sample.threatened],
    resolved: [...alone, sample.threatened, sample.resolved],
    'none, in a closed case': [...alone, ...closed],
  },
  commands: {
    report: { by: OF_WORKING, give: (state, context) => reportThreat(state, sample.threat, context) },
    resolve: { by: OF_LEAD, give: (state, context) => resolveThreat(state, sample.ending, context) },
  },
});

const { searchId } = sample.missing;
const due = { $case: 'searchReviewDue', value: { searchId, dueAt: day(9) } } as const;

export const whereaboutsMatrix = matrix({
  ...of,
  title: 'Whereabouts and search',
  source: 'services/intake/src/whereabouts.ts',
  statusOf: part(({ search }) => {
    if (search === undefined || search.located !== undefined) return 'known';
    return search.reviewDue ? 'unknown_review_due' : 'unknown';
  }),
  states: {
    known: alone,
    unknown: [...alone, sample.lost],
    'unknown, review due': [...alone, sample.lost, due],
    found: [...alone, sample.lost, sample.found],
    'known, in a closed case': [...alone, ...closed],
  },
  commands: {
    'lose the child': { by: OF_LEAD, give: (state, context) => places.loseWhereabouts(state, sample.missing, context) },
    'review the search': {
      by: OF_LEAD,
      give: (state, context) => places.reviewSearch(state, { searchId, reviewId: 'r', findings: sealed, nextReviewAt: undefined }, context),
    },
    'tell that a review is due': { by: THE_CLOCK, give: (state) => places.tellReviewDue(state, day(9)) },
    'locate the child': {
      by: OF_LEAD,
      give: (state, context) => places.locate(state, { searchId, placeCode: '', notes: undefined }, context),
    },
    'inform an authority': { by: OF_LEAD, give: (state, context) => places.informAuthority(state, sample.told, context) },
  },
});
