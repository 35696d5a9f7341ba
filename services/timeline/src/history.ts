import type { AssessmentEvent } from '@accompany/contracts/assessment/v1/events';
import type { CaseEvent, ReportEvent } from '@accompany/contracts/intake/v1/events';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import type { MatterEvent } from '@accompany/contracts/legalaid/v1/events';
import type { PlanEvent, ReferralEvent, SupportEvent } from '@accompany/contracts/referral/v1/events';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import type { CaseAsOf, CaseParticipant } from '@accompany/contracts/timeline/v1/types';
import type { Newest } from '@accompany/contracts/upcasters';
import { streamCategory } from '@accompany/store';
import { type Fact, isCorrection } from './fact.js';
import { evolveAssessment } from './history/assessment.js';
import { carePlanOf } from './history/careplan.js';
import { evolveCase } from './history/intake.js';
import { evolveMatter } from './history/legal-aid.js';
import { evolvePlan, evolveSupport } from './history/plan.js';
import { evolveReferral } from './history/referral.js';
import { evolveReport } from './history/report.js';
import { because, type History, nothing } from './history/state.js';

export type { History } from './history/state.js';

/**
 * What is so after these facts, in the order in which they happened (see `factsAt`). Pure. Facts may come late or dated
 * inexactly; each is taken for what it says, whatever is missing before it.
 * @param history what is known already, of facts that all happened before these; it is changed and given back
 */
export const historyOf = (facts: readonly Fact[], history: History = nothing()): History => {
  for (const fact of facts) {
    if (isCorrection(fact)) because(history, 'corrections', fact);
    if (fact.correction?.struck) noteStruck(history, fact);
    else {
      evolve(history, fact);
      history.events++;
      history.lastOccurredAt = later(history.lastOccurredAt, fact.occurredAt);
    }
    history.lastSequence = Math.max(history.lastSequence, fact.sequence);
    history.lastRecordedAt = later(history.lastRecordedAt, fact.recordedAt);
  }
  return history;
};

/** Whoever asks why is told also what was struck out, of every aspect that it would have changed. */
const noteStruck = (history: History, fact: Fact): void => {
  const alone = nothing();
  evolve(alone, fact);
  for (const aspect of alone.because.keys()) because(history, aspect, fact);
};

const later = (known: Date | undefined, next: Date): Date => (known === undefined || next > known ? next : known);

type EventOf<Wrapper extends { event?: unknown }> = NonNullable<Wrapper['event']>;

/** The stream's category says of which aggregate the event is. */
const evolve = (history: History, fact: Fact): void => {
  if (isCorrection(fact)) return;
  switch (streamCategory(fact.stream)) {
    case 'report':
      evolveReport(history, fact.event as EventOf<ReportEvent>, fact);
      break;
    case 'case':
      evolveCase(history, fact.event as EventOf<CaseEvent>, fact);
      break;
    case 'assessment':
      evolveAssessment(history, fact.event as EventOf<AssessmentEvent>, fact);
      break;
    case 'careplan':
      history.carePlan.push(fact);
      because(history, `careplan:${fact.streamId}`, fact);
      break;
    case 'transfer':
    case 'notice':
      because(history, fact.stream.replace('-', ':'), fact);
      break;
    case 'referral':
      evolveReferral(history, fact.event as Newest<EventOf<ReferralEvent>>, fact);
      break;
    case 'plan':
      evolvePlan(history, fact.event as EventOf<PlanEvent>, fact);
      break;
    case 'support':
      evolveSupport(history, fact.event as EventOf<SupportEvent>, fact);
      break;
    case 'matter':
      evolveMatter(history, fact.event as EventOf<MatterEvent>, fact);
      break;
  }
};

/** Whether an agency takes part in the case: in a role, as a party to a referral, or because it holds a report. */
export const takesPart = (history: History, agency: string): boolean =>
  history.reportHolders.has(agency) ||
  [...history.participants.values()].some((participant) => participant.agency === agency) ||
  [...history.referrals.values()].some(
    (referral) =>
      referral.status !== ReferralStatus.REFERRAL_STATUS_ENTERED_IN_ERROR && (referral.sender === agency || referral.receiver === agency),
  );

/** All agencies that take part, in alphabetical order. */
export const agenciesOf = (history: History): string[] => {
  const agencies = new Set(history.reportHolders);
  for (const { agency } of history.participants.values()) agencies.add(agency);
  for (const { sender, receiver } of history.referrals.values()) agencies.add(sender).add(receiver);
  return [...agencies].filter((agency) => agency !== '' && takesPart(history, agency)).sort();
};

/** The roles of an agency, in the order of their codes. */
export const rolesOf = (history: History, agency: string): ParticipantRole[] =>
  [...history.participants.values()].flatMap((one) => (one.agency === agency ? [one.role] : [])).sort((a, b) => a - b);

/** The history as callers see it; `asOf` decides which consents are in force. */
export const describeCase = (caseId: string, history: History, asOf: Date): CaseAsOf => ({
  caseId,
  status: history.status,
  mergedIntoCaseId: history.merged?.intoCaseId ?? '',
  clientId: history.clientId,
  leadAgency: history.lead,
  caseworker: history.caseworker,
  participants: participantsOf(history),
  risk: history.risk,
  whereaboutsUnknownSince: [...history.searches.values()].sort((a, b) => a.getTime() - b.getTime())[0],
  openThreats: [...history.threats.values()].filter((threat) => !threat.resolved),
  sharingBases: [...history.bases.values()].filter(
    ({ id, validFrom, validUntil }) =>
      !history.withdrawn.has(id) && (validFrom === undefined || validFrom <= asOf) && (validUntil === undefined || asOf < validUntil),
  ),
  assessments: [...history.assessments.values()],
  needs: [...history.needs.values()],
  referrals: [...history.referrals.values()],
  carePlan: carePlanOf(history.carePlan),
  plans: [...history.plans.values()],
  support: [...history.support.values()],
  matters: [...history.matters.values()],
  events: history.events,
  lastSequence: history.lastSequence,
});

const participantsOf = (history: History): CaseParticipant[] =>
  [...history.participants.values()]
    .map(({ agency, role, since, referrals }) => ({ agency, role, since, referralIds: [...referrals].sort() }))
    .sort((a, b) => first(a.role) - first(b.role) || (a.agency < b.agency ? -1 : a.agency > b.agency ? 1 : a.role - b.role));

const first = (role: ParticipantRole): number => (role === ParticipantRole.PARTICIPANT_ROLE_LEAD ? 0 : 1);
