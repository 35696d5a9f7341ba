import type { CaseClosureProposed, CaseDataShared } from '@accompany/contracts/intake/v1/events';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { unreachable } from '@accompany/domain';
import type { Absorption, Consent, Duty, Event, KnownCase, Search } from './case.js';

type Later = Exclude<Event, { $case: 'caseOpened' }>;

/** How each event after the opening changes a case. */
export const evolveKnown = (state: KnownCase, event: Later): KnownCase => {
  switch (event.$case) {
    case 'caseReportLinked':
      return { ...state, reportIds: [...state.reportIds, event.value.reportId] };
    case 'participantJoined':
      return joined(state, event.value.agency, event.value.role, event.value.because);
    case 'participantLeft':
      return left(state, event.value.agency, event.value.role);
    case 'participationExtended': {
      const { agency, referralId } = event.value;
      return { ...state, providers: set(state.providers, agency, [...(state.providers.get(agency) ?? []), referralId]) };
    }
    case 'participationNarrowed': {
      const { agency, referralId } = event.value;
      return { ...state, providers: change(state.providers, agency, (ids) => ids.filter((id) => id !== referralId)) };
    }
    case 'riskRaised':
      return { ...state, risk: event.value.to, riskJudgedAt: event.value.judgedAt ?? state.riskJudgedAt, riskLoweredBy: '' };
    case 'riskLowered': {
      const { to, judgedAt, assessmentId } = event.value;
      return { ...state, risk: to, riskJudgedAt: judgedAt ?? state.riskJudgedAt, riskLoweredBy: assessmentId };
    }
    case 'threatReported':
      return { ...state, threats: set(state.threats, event.value.threatId, { reported: event.value }) };
    case 'threatResolved':
      return { ...state, threats: change(state.threats, event.value.threatId, (threat) => ({ ...threat, resolved: event.value })) };
    case 'consentGiven':
      return {
        ...state,
        consents: set(state.consents, event.value.consentId, { status: 'given', asked: event.value, retakeAsked: false }),
      };
    case 'consentRefused':
      return { ...state, consents: set(state.consents, event.value.consentId, { status: 'refused', asked: event.value }) };
    case 'consentWithdrawn':
      return { ...state, consents: change(state.consents, event.value.consentId, ended('withdrawn')) };
    case 'consentExpired':
      return { ...state, consents: change(state.consents, event.value.consentId, ended('expired')) };
    case 'consentRetakeAsked':
      return { ...state, consents: change(state.consents, event.value.consentId, retakeAsked) };
    case 'legalBasisProposed':
      return { ...state, bases: set(state.bases, event.value.basisId, { proposed: event.value, approvedBy: '', expired: false }) };
    case 'legalBasisRecorded': {
      const { basisId, approvedBy } = event.value;
      return { ...state, bases: change(state.bases, basisId, (basis) => ({ ...basis, approvedBy })) };
    }
    case 'legalBasisExpired':
      return { ...state, bases: change(state.bases, event.value.basisId, (basis) => ({ ...basis, expired: true })) };
    case 'caseworkerAssigned':
      return { ...state, caseworker: event.value.person };
    case 'caseworkerReleased':
      return { ...state, caseworker: '' };
    case 'caseClosureProposed':
      return { ...state, status: 'closure_proposed', closure: proposal(event.value) };
    case 'caseClosureRefused':
      return { ...state, status: 'open', closure: state.closure && { ...state.closure, refusedBy: event.value.refusedBy } };
    case 'caseClosed':
      return { ...state, status: 'closed', closure: state.closure && { ...state.closure, approvedBy: event.value.approvedBy } };
    case 'caseReopened':
      return { ...state, status: 'open', closure: undefined, reopeningId: event.value.reopeningId };
    case 'caseEnteredInError':
      return { ...state, status: 'entered_in_error', error: event.value.reason };
    case 'caseDutyTaken':
      return withDuty(state, event.value.dutyId, { ...event.value, status: 'open' });
    case 'caseDutyRefused':
      return withDuty(state, event.value.dutyId, { ...event.value, giver: '', status: 'refused' });
    case 'caseDutyEnded': {
      const { kind, dutyId } = event.value;
      return withDuty(state, dutyId, { ...(state.duties.get(dutyId) ?? { kind, agency: '', giver: '' }), status: 'ended' });
    }
    case 'caseDutyWaived':
      return { ...state, duties: change(state.duties, event.value.dutyId, (duty) => ({ ...duty, status: 'waived' })) };
    case 'caseDutyPassedOn':
      return { ...state, duties: change(state.duties, event.value.dutyId, (duty) => ({ ...duty, agency: event.value.to })) };
    case 'caseDataShared':
      return { ...state, shares: set(state.shares, event.value.shareId, event.value) };
    case 'caseSharingEnded':
      return { ...state, shares: change(state.shares, event.value.shareId, over) };
    case 'leadChanged':
      return led(state, event.value.to);
    case 'monitorChanged': {
      const { from, to } = event.value;
      return { ...state, monitors: new Set([...without(state.monitors, from), to]) };
    }
    case 'whereaboutsLost':
      return {
        ...state,
        search: {
          lost: event.value,
          reviews: [],
          nextReviewAt: event.value.nextReviewAt ?? new Date(0),
          reviewDue: false,
          located: undefined,
        },
      };
    case 'searchReviewed':
      return searching(state, (search) => ({
        ...search,
        reviews: [...search.reviews, event.value],
        nextReviewAt: event.value.nextReviewAt ?? search.nextReviewAt,
        reviewDue: false,
      }));
    case 'searchReviewDue':
      return searching(state, (search) => ({ ...search, reviewDue: true }));
    case 'clientLocated':
      return searching(state, (search) => ({ ...search, reviewDue: false, located: event.value }));
    case 'authorityInformed':
      return { ...state, informed: set(state.informed, event.value.disclosureId, event.value) };
    case 'correctionRecorded':
      return { ...state, corrections: set(state.corrections, event.value.eventId, event.value) };
    case 'caseMergeProposed':
      return { ...state, merge: { status: 'proposed', proposed: event.value, merged: undefined } };
    case 'caseMergeDeclined':
      return { ...state, merge: state.merge && { ...state.merge, status: 'declined' } };
    case 'caseMerged':
      return { ...state, status: 'merged', merge: state.merge && { ...state.merge, status: 'merged', merged: event.value } };
    case 'caseMergeUndone':
      return { ...state, status: 'open', closure: undefined, merge: state.merge && { ...state.merge, status: 'undone' } };
    case 'caseMergeAsked': {
      const { fromCaseId, mergeId, agency, proposedBy } = event.value;
      return { ...state, absorptions: set(state.absorptions, fromCaseId, { mergeId, agency, proposedBy, status: 'asked' }) };
    }
    case 'caseMergeAwaited':
      return absorbing(state, event.value.fromCaseId, 'awaited');
    case 'caseAbsorbed':
      return absorbing(state, event.value.fromCaseId, 'absorbed');
    case 'caseAbsorptionEnded':
      return absorbing(state, event.value.fromCaseId, 'ended');
    case 'caseOfficeAssigned':
      return { ...state, office: event.value.officeId };
    case 'caseOfficeDeclined':
      return { ...state, office: '' };
    case 'caseProgrammeJoined': {
      const { programmeId, admission, agency } = event.value;
      const admissions = set(state.admissions, programmeId, { number: admission, runBy: agency });
      return { ...state, programmes: new Set([...state.programmes, programmeId]), admissions };
    }
    case 'caseProgrammeLeft':
      return { ...state, programmes: without(state.programmes, event.value.programmeId) };
    default:
      return unreachable(event);
  }
};

const joined = (state: KnownCase, agency: string, role: ParticipantRole, referralId: string): KnownCase =>
  role === ParticipantRole.PARTICIPANT_ROLE_MONITOR
    ? { ...state, monitors: new Set([...state.monitors, agency]) }
    : { ...state, providers: set(state.providers, agency, [referralId]) };

const left = (state: KnownCase, agency: string, role: ParticipantRole): KnownCase =>
  role === ParticipantRole.PARTICIPANT_ROLE_MONITOR
    ? { ...state, monitors: without(state.monitors, agency) }
    : { ...state, providers: new Map([...state.providers].filter(([provider]) => provider !== agency)) };

/** Person and office belong to the agency that led; the new lead names its own. */
const led = (state: KnownCase, lead: string): KnownCase => ({ ...state, lead, caseworker: '', office: '' });

const proposal = ({ criterion, proposedBy, evidence, assessmentId, work }: CaseClosureProposed): KnownCase['closure'] => ({
  ...{ criterion, proposedBy, evidence, assessmentId, work },
  approvedBy: '',
  refusedBy: '',
});

const ended =
  (status: 'withdrawn' | 'expired') =>
  (consent: Consent): Consent =>
    consent.status === 'given' ? { ...consent, status } : consent;

const retakeAsked = (consent: Consent): Consent => (consent.status === 'refused' ? consent : { ...consent, retakeAsked: true });

const withDuty = (state: KnownCase, id: string, { kind, agency, giver, status }: Duty): KnownCase => ({
  ...state,
  duties: set(state.duties, id, { kind, agency, giver, status }),
});

/** Nothing is open by it any more. It is kept, so that a late word does not revive it. */
const over = (share: CaseDataShared): CaseDataShared => ({ ...share, categories: [] });

const searching = (state: KnownCase, to: (search: Search) => Search): KnownCase => ({ ...state, search: state.search && to(state.search) });

const absorbing = (state: KnownCase, caseId: string, status: Absorption['status']): KnownCase => ({
  ...state,
  absorptions: change(state.absorptions, caseId, (absorption) => ({ ...absorption, status })),
});

const without = (members: ReadonlySet<string>, gone: string): ReadonlySet<string> => new Set([...members].filter((one) => one !== gone));

const set = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): ReadonlyMap<string, Value> => new Map(map).set(key, value);

const change = <Value>(map: ReadonlyMap<string, Value>, key: string, to: (value: Value) => Value): ReadonlyMap<string, Value> => {
  const value = map.get(key);
  return value === undefined ? map : set(map, key, to(value));
};
