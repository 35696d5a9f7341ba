import { ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { fold } from '@accompany/domain';
import { compareActions, type Way } from '@accompany/domain/testing-actions';
import { expect, test } from 'vitest';
import { type Case, caseDecider, type Event, type KnownCase } from './case.js';
import { caseActions, isParty, type Judged } from './case-actions.js';
import { proposeClosure } from './closure.js';
import * as consents from './consent.js';
import { recordCorrection } from './corrections.js';
import { waiveMatter } from './duties.js';
import { caseMatrix } from './matrix-case.js';
import { absorptionMatrix, mergeMatrix } from './matrix-case-merging.js';
import { consentMatrix, legalBasisMatrix, threatMatrix, whereaboutsMatrix } from './matrix-case-parts.js';
import { leaveProgramme } from './membership.js';
import * as merging from './merging.js';
import { assignOffice } from './offices.js';
import * as agencies from './participants.js';
import { enterInError, reopen } from './reopening.js';
import { lowerRisk, raiseRisk } from './risk.js';
import * as sample from './samples.js';
import { caseId, HIGH, LOW, sealed } from './samples.js';
import { reportThreat, resolveThreat } from './threats.js';
import * as places from './whereabouts.js';

type Give = (id: string, ...of: Parameters<Way<Case, Event>>) => readonly Event[];
type Named = (state: KnownCase) => Iterable<string | undefined>;

const other = fold(caseDecider, [sample.opened]);
const struck = { $case: 'struck', value: true } as const;
let made = 0;
/** An id that nothing has. */
const fresh = (): string => `fresh-${++made}`;
/** A command names something new. */
const NEW: Named = () => [];
const search: Named = (state) => [state.search?.lost.searchId];
const asked: Named = ({ absorptions }) => absorptions.keys();

/** The command of each action: what of the case it may name, beside what the case does not have. */
const commandsOf = (judged: Judged | undefined): Record<string, [Named, Give]> => ({
  RaiseRisk: [NEW, (_, state, context) => raiseRisk(state, { to: HIGH, reason: sealed }, context)],
  LowerRisk: [
    ({ riskLoweredBy }) => [riskLoweredBy, judged?.assessmentId],
    (assessmentId, state, context) => lowerRisk(state, { to: LOW, assessmentId, reason: sealed }, judged, context),
  ],
  ReportThreat: [NEW, (threatId, state, context) => reportThreat(state, { ...sample.threat, threatId }, context)],
  ResolveThreat: [
    ({ threats }) => threats.keys(),
    (threatId, state, context) => resolveThreat(state, { ...sample.ending, threatId }, context),
  ],
  AssignCaseworker: [NEW, (person, state, context) => agencies.assignCaseworker(state, person, context)],
  ReleaseCaseworker: [
    ({ caseworker }) => [caseworker],
    (person, state, context) => agencies.releaseCaseworker(state, { person, reason: 1 }, context),
  ],
  AddMonitor: [NEW, (agency, state, context) => agencies.addMonitor(state, agency, true, context)],
  RemoveMonitor: [({ monitors }) => monitors, (agency, state, context) => agencies.removeMonitor(state, agency, context)],
  AssignOffice: [NEW, (officeId, state, context) => assignOffice(state, officeId, true, context)],
  ProposeClosure: [
    () => CRITERIA,
    (name, state, context) =>
      proposeClosure(state, { ...sample.closing, criterion: ClosureCriterion[name as Criterion] ?? 1 }, judged, context),
  ],
  EnterCaseInError: [
    NEW,
    (_, state, context) =>
      enterInError(state, { reason: (state.status === 'none' ? undefined : state.error) ?? 1, notes: undefined }, context),
  ],
  ReopenCase: [NEW, (reopeningId, state, context) => reopen(state, { reopeningId, reason: sealed }, context)],
  WaiveMatter: [({ duties }) => duties.keys(), (matterId, state, context) => waiveMatter(state, { matterId, reason: sealed }, context)],
  LeaveProgramme: [({ admissions }) => admissions.keys(), (id, state, context) => leaveProgramme(state, id, context)],
  RecordCorrection: [
    NEW,
    (eventId, state, context) => {
      const agency = context.actor.kind === 'agency' ? context.actor.agency : '';
      const fact = { caseId, type: 'x.ThreatReported', agency, recordedAt: context.now };
      return recordCorrection(state, { caseId, eventId, correction: struck, reason: sealed }, fact, context);
    },
  ],
  GiveConsent: [NEW, (consentId, state, context) => consents.giveConsent(state, { ...sample.consent, consentId }, context)],
  RefuseConsent: [NEW, (consentId, state, context) => consents.refuseConsent(state, { ...sample.refusal, consentId }, context)],
  WithdrawConsent: [
    (state) => state.consents.keys(),
    (consentId, state, context) => consents.withdrawConsent(state, { ...sample.withdrawal, consentId }, context),
  ],
  ProposeLegalBasis: [NEW, (basisId, state, context) => consents.proposeLegalBasis(state, { ...sample.basis, basisId }, context)],
  ApproveLegalBasis: [({ bases }) => bases.keys(), (basisId, state, context) => consents.approveLegalBasis(state, basisId, context)],
  LoseWhereabouts: [NEW, (searchId, state, context) => places.loseWhereabouts(state, { ...sample.missing, searchId }, context)],
  LocateClient: [search, (searchId, state, context) => places.locate(state, { searchId, placeCode: '', notes: undefined }, context)],
  ReviewSearch: [
    search,
    (searchId, state, context) =>
      places.reviewSearch(state, { searchId, reviewId: fresh(), findings: sealed, nextReviewAt: undefined }, context),
  ],
  InformAuthority: [
    NEW,
    (disclosureId, state, context) => places.informAuthority(state, { ...sample.told, disclosureId, searchId: '' }, context),
  ],
  ProposeMerge: [NEW, (id, state, context) => merging.proposeMerge(state, { caseId, mergeId: id, intoCaseId: fresh() }, other, context)],
  WithdrawMerge: [({ merge }) => [merge?.proposed.mergeId], (mergeId, state, context) => merging.withdrawMerge(state, mergeId, context)],
  AgreeToMerge: [asked, (from, state, context) => merging.agreeToMerge(state, from, context)],
  RefuseMerge: [asked, (from, state, context) => merging.refuseMerge(state, from, context)],
});

type Criterion = keyof typeof ClosureCriterion;
const CRITERIA: Criterion[] = ['CLOSURE_CRITERION_STABLE_AND_SAFE', 'CLOSURE_CRITERION_LOST_TO_FOLLOW_UP'];

const each =
  ([find, give]: [Named, Give]) =>
  (state: Case): Way<Case, Event>[] => {
    const named = (state.status === 'none' ? [] : [...find(state)]).filter((id) => id !== undefined);
    return [...named, fresh()].map((id) => (known, context) => give(id, known, context));
  };

const MATRICES = [caseMatrix, mergeMatrix, absorptionMatrix, consentMatrix, legalBasisMatrix, threatMatrix, whereaboutsMatrix].map(
  ({ samples }) => samples,
);
const all = <Part>(part: (samples: (typeof MATRICES)[number]) => Readonly<Record<string, Part>>): Record<string, Part> =>
  Object.fromEntries(MATRICES.flatMap((samples) => Object.entries(part(samples)).map(([name, one]) => [`${samples.title}: ${name}`, one])));

test.each([
  ['without an assessment', undefined],
  ['with an approved assessment', { assessmentId: 'a', submittedAt: sample.day(28) }],
])('%s, what is said to be allowed is what the decision does, after any commands, for anybody', (_when, judged) => {
  const samples = { ...caseMatrix.samples, states: all(({ states }) => states), commands: all(({ commands }) => commands) };
  const without = {
    ApproveClosure: ['Case: approve closure'],
    RefuseClosure: ['Case: refuse closure'],
    UndoMerge: ['Case: undo the merge'],
  };
  const ways = Object.fromEntries(Object.entries(commandsOf(judged)).map(([name, command]) => [name, [each(command)]]));
  compareActions({ samples, actions: caseActions(judged), ways: { ...ways, ...without } });
});

test('who leads, provides or follows may ask, who took the case in or runs its programme, and nobody else', () => {
  const agencies = ['lotus', 'heron', 'ibis', 'crane'].map((agency) => ({ kind: 'agency', agency, person: 'p' }) as const);
  const askers = (state: Case) => [...agencies, sample.intake.actor].filter((actor) => isParty(state, actor)).length;
  const { open: history = [], merged = [] } = caseMatrix.samples.states;
  expect([askers(caseDecider.initial), askers(fold(caseDecider, history)), askers(fold(caseDecider, merged))]).toEqual([0, 3, 3]);
  const crane = agencies[3] as (typeof agencies)[number];
  const admitted: Event = { $case: 'caseProgrammeJoined', value: { programmeId: 'p', admission: 1, agency: 'crane' } };
  const takenIn: Event = {
    $case: 'caseMerged',
    value: { ...sample.agreement, intoCaseId: 'x', agreedBy: 'crane', risk: LOW, openThreats: [] },
  };
  expect(isParty(fold(caseDecider, [...history, admitted]), crane)).toBe(true);
  expect(isParty(fold(caseDecider, [...history, sample.mergeProposed, takenIn]), crane)).toBe(true);
});
