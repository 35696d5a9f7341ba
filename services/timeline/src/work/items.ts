import { AssessmentStatus } from '@accompany/contracts/assessment/v1/types';
import { type Frequency, Period, PlanStatus, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { WorkKind } from '@accompany/contracts/timeline/v1/work_service';
import { foreseenAt, type Pace } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { isGoingOn } from '../history/legal-aid.js';
import { isOpen } from '../history/referral.js';
import { isCaseOpen } from '../history/standing.js';
import { ensure } from '../history/state.js';
import type { History } from '../history.js';
import { asksOf } from './asks.js';
import { type Item, type ItemRow, toRow } from './item.js';
import type { Steps } from './referral-steps.js';

const S = ReferralStatus;
const DAY = 24 * 60 * 60 * 1000;
/** How long before its end a consent is on the list. */
const EXPIRES_SOON = 30 * DAY;

/**
 * What there is to do in a case, for each agency. Pure, and without a clock: an item says from when on it shows and by when it
 * is due, and the query compares.
 * @param facts those that count, in the order in which they happened
 */
export const itemsOf = (facts: readonly Fact[], history: History, steps: ReadonlyMap<string, Steps>): ItemRow[] => {
  const open = isCaseOpen(history.status);
  const items = [
    ...referrals(history, steps, open),
    ...asksOf(facts, history.lead, open),
    ...(open ? [...assessments(history), ...plans(facts, history), ...consents(facts, history)] : []),
    ...matters(history),
  ];
  return items.filter(({ agency }) => agency !== '').map((item) => toRow(item, history.lead, history.caseworker));
};

const referrals = (history: History, steps: ReadonlyMap<string, Steps>, open: boolean): Item[] =>
  [...history.referrals.values()].flatMap((referral): Item[] => {
    const { referralId: subject_id, status, sender, receiver, category, dueBy, statusSince } = referral;
    const at = steps.get(subject_id);
    const about = { subject_id, category, urgency: at?.urgency };
    const toReceiver = { ...about, agency: receiver, counterpart: sender };
    const toSender = { ...about, agency: sender, counterpart: receiver, since: statusSince };
    const asked: Item[] =
      at?.decisionAskedAt !== undefined && isOpen(status)
        ? [{ ...toSender, kind: WorkKind.WORK_KIND_REFERRAL_TO_DECIDE, since: at.decisionAskedAt }]
        : [];
    switch (status) {
      case S.REFERRAL_STATUS_DRAFT:
        return open ? [{ ...toSender, kind: WorkKind.WORK_KIND_REFERRAL_TO_SEND }] : [];
      case S.REFERRAL_STATUS_SENT:
      case S.REFERRAL_STATUS_RECEIVED:
        return [{ ...toReceiver, kind: WorkKind.WORK_KIND_REFERRAL_TO_ANSWER, since: at?.sentAt ?? statusSince, due_at: dueBy }, ...asked];
      case S.REFERRAL_STATUS_WAITLISTED:
        return [{ ...toReceiver, kind: WorkKind.WORK_KIND_REFERRAL_WAITLISTED, since: statusSince }, ...asked];
      case S.REFERRAL_STATUS_DECLINED:
      case S.REFERRAL_STATUS_COMPLETED:
      case S.REFERRAL_STATUS_NOT_DELIVERED:
      case S.REFERRAL_STATUS_CANCELLED:
      case S.REFERRAL_STATUS_LAPSED:
        return [{ ...toSender, kind: WorkKind.WORK_KIND_LOOP_TO_CLOSE }];
      default:
        return asked;
    }
  });

const assessments = ({ assessments }: History): Item[] =>
  [...assessments.values()].flatMap(({ assessmentId: subject_id, status, agency, dueAt: due_at, statusSince: since }): Item[] => {
    switch (status) {
      case AssessmentStatus.ASSESSMENT_STATUS_REQUESTED:
      case AssessmentStatus.ASSESSMENT_STATUS_IN_PROGRESS:
      case AssessmentStatus.ASSESSMENT_STATUS_RETURNED:
        return [{ kind: WorkKind.WORK_KIND_ASSESSMENT_TO_MAKE, agency, subject_id, since, due_at }];
      default:
        return [];
    }
  });

const consents = (facts: readonly Fact[], { bases, withdrawn, lead }: History): Item[] => {
  if (bases.size === 0) return [];
  const expired = new Set(facts.flatMap(({ event }) => expiredBy(event)));
  return [...bases.values()].flatMap(({ id, validUntil }): Item[] => {
    if (validUntil === undefined || withdrawn.has(id) || expired.has(id)) return [];
    const shows_at = new Date(validUntil.getTime() - EXPIRES_SOON);
    return [{ kind: WorkKind.WORK_KIND_CONSENT_EXPIRING, agency: lead, subject_id: id, since: shows_at, due_at: validUntil, shows_at }];
  });
};

const expiredBy = (event: Fact['event']): string[] => {
  switch (event.$case) {
    case 'consentExpired':
      return [event.value.consentId];
    case 'legalBasisExpired':
      return [event.value.basisId];
    default:
      return [];
  }
};

const matters = ({ matters }: History): Item[] =>
  [...matters.values()]
    .filter(({ status, stalledSince }) => stalledSince !== undefined && isGoingOn(status))
    .map(({ matterId, agency, stalledSince }) => ({
      kind: WorkKind.WORK_KIND_MATTER_STALLED,
      agency,
      subject_id: matterId,
      since: stalledSince,
    }));

/** What a plan foresees, and how much of it was held. */
type Foreseen = { sender: string; held: number; readonly paces: Pace[] };

const plans = (facts: readonly Fact[], { plans }: History): Item[] => {
  if (plans.size === 0) return [];
  const foreseen = new Map<string, Foreseen>();
  for (const fact of facts) {
    const { stream, streamId, event } = fact;
    if (!stream.startsWith('plan-')) continue;
    const plan = ensure(foreseen, streamId, () => ({ sender: '', held: 0, paces: [] }));
    if (event.$case === 'planDrafted' || event.$case === 'planPassedOn') plan.sender = event.value.sender;
    if (event.$case === 'sessionHeld') plan.held++;
    if (event.$case === 'planActivated') plan.paces.push(paceOf(fact, event.value.startsAt, event.value.frequency));
    if (event.$case === 'planContinued') plan.paces.push(paceOf(fact, event.value.from, event.value.frequency));
  }
  return [...plans.values()].flatMap(({ planId: subject_id, agency, status }): Item[] => {
    const { sender: counterpart, held, paces } = foreseen.get(subject_id) ?? { sender: '', held: 0, paces: [] };
    const goesOn = status === PlanStatus.PLAN_STATUS_ACTIVE || status === PlanStatus.PLAN_STATUS_UNDER_REVIEW;
    const due_at = goesOn ? foreseenAt(paces, held + 1) : undefined;
    return due_at === undefined
      ? []
      : [{ kind: WorkKind.WORK_KIND_SESSIONS_BEHIND, agency, subject_id, counterpart, since: due_at, due_at }];
  });
};

/** A pace as an event named it, from the corrected time on where that was corrected since. */
const paceOf = ({ occurredAt, correction }: Fact, named: Date | undefined, frequency: Frequency | undefined): Pace => ({
  from: correction === undefined ? (named ?? occurredAt) : occurredAt,
  times: frequency?.period === Period.PERIOD_UNSPECIFIED ? 0 : (frequency?.sessions ?? 0),
  per: frequency?.period === Period.PERIOD_MONTH ? 'month' : 'week',
});
