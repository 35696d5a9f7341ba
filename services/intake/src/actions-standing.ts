import { CaseErrorReason, CaseworkerRelease, DutyKind } from '@accompany/contracts/intake/v1/types';
import { type Action, ANY_ID as ANY, type DecisionContext } from '@accompany/domain';
import { one } from './actions-naming.js';
import type { Case, Event, KnownCase } from './case.js';
import { recordCorrection } from './corrections.js';
import { openDuties, waiveMatter } from './duties.js';
import { leaveProgramme } from './membership.js';
import { agreeToMerge, proposeMerge, refuseMerge, undoMerge, withdrawMerge } from './merging.js';
import { assignOffice } from './offices.js';
import { releaseCaseworker } from './participants.js';
import { enterInError } from './reopening.js';

/** A fact that the caller wrote down itself. */
const ownFact = ({ actor, now }: DecisionContext) => ({
  caseId: ANY,
  type: '',
  agency: actor.kind === 'agency' ? actor.agency : '',
  recordedAt: now,
});

/** What agencies do about where a case stands: its office and programme, what was wrong about it, and what it becomes part of. */
export const standingActions: readonly Action<Case, Event>[] = [
  {
    name: 'WaiveMatter',
    attempt: (state, context) => waiveMatter(state, { matterId: one(state, matterOf), reason: undefined }, context),
  },
  {
    name: 'RecordCorrection',
    attempt: (state, context) => {
      const correction = { $case: 'struck', value: true } as const;
      return recordCorrection(state, { caseId: ANY, eventId: ANY, correction, reason: undefined }, ownFact(context), context);
    },
  },
  {
    name: 'EnterCaseInError',
    attempt: (state, context) => {
      const reason = (state.status === 'none' ? undefined : state.error) ?? CaseErrorReason.CASE_ERROR_REASON_TRIAL;
      return enterInError(state, { reason, notes: undefined }, context);
    },
  },
  {
    name: 'ReleaseCaseworker',
    attempt: (state, context) => {
      const person = one(state, ({ caseworker }) => caseworker);
      return releaseCaseworker(state, { person, reason: CaseworkerRelease.CASEWORKER_RELEASE_ON_LEAVE }, context);
    },
  },
  { name: 'AssignOffice', attempt: (state, context) => assignOffice(state, ANY, true, context) },
  {
    name: 'LeaveProgramme',
    attempt: (state, context) =>
      leaveProgramme(
        state,
        one(state, (found) => programmeFor(found, context)),
        context,
      ),
  },
  {
    name: 'ProposeMerge',
    attempt: (state, context) => proposeMerge(state, { caseId: '', mergeId: ANY, intoCaseId: ANY }, state, context),
  },
  {
    name: 'WithdrawMerge',
    attempt: (state, context) =>
      withdrawMerge(
        state,
        one(state, ({ merge }) => merge?.proposed.mergeId),
        context,
      ),
  },
  { name: 'AgreeToMerge', attempt: (state, context) => agreeToMerge(state, one(state, askedMerge), context) },
  { name: 'RefuseMerge', attempt: (state, context) => refuseMerge(state, one(state, askedMerge), context) },
  { name: 'UndoMerge', attempt: (state, context) => undoMerge(state, { reason: undefined }, context) },
];

/** A matter that keeps the case open; without one, the last that there was. */
const matterOf = (state: KnownCase): string | undefined =>
  openDuties(state, DutyKind.DUTY_KIND_MATTER)[0] ??
  [...state.duties].filter(([, { kind }]) => kind === DutyKind.DUTY_KIND_MATTER).at(-1)?.[0];

/** A programme that the case is in, best one that the actor runs. */
const programmeFor = ({ programmes, admissions }: KnownCase, { actor }: DecisionContext): string | undefined => {
  const runBy = (id: string) => actor.kind === 'agency' && admissions.get(id)?.runBy === actor.agency;
  return [...programmes].find(runBy) ?? [...programmes][0] ?? [...admissions.keys()].find(runBy);
};

/** A case that asked to become part of this one; without one, the last that did. */
const askedMerge = ({ absorptions }: KnownCase): string | undefined =>
  ([...absorptions].find(([, { status }]) => status === 'asked') ?? [...absorptions].at(-1))?.[0];
