import { PersonalDataCategory, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import {
  CancelReason,
  Channel,
  DeclineReason,
  IntendedAction,
  Intent,
  NeedMet,
  NextStep,
  NotDeliveredReason,
  Outcome,
  ReferralStatus,
  WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import type { DecisionContext } from '@accompany/domain';
import type { Need, SendFacts } from './facts.js';
import type { InformationCommand } from './information.js';
import type { OutsideCommand } from './outside.js';
import { DEFAULT_LIMITS } from './pick-up.js';
import type { Receipt } from './receiver.js';
import type { Event } from './referral.js';
import type { SendCommand } from './sender.js';

/** Events, facts and commands that the tests of this service share. */
export const ALPHA = 'alpha';
export const BETA = 'beta';
export const CASE = '00000000-0000-4000-8000-000000000001';
export const NEED = '00000000-0000-4000-8000-000000000002';
export const SERVICE = '00000000-0000-4000-8000-000000000003';
export const CONSENT = '00000000-0000-4000-8000-000000000004';
export const BASIS = '00000000-0000-4000-8000-000000000005';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_NARRATIVE: NARRATIVE } = PersonalDataCategory;
const category = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const urgency = Urgency.URGENCY_HIGH;
const parties = { sender: ALPHA, receiver: BETA };

export const NOW = new Date('2022-02-10T03:00:00Z');

export const by = (agency: string, person = 'p1'): DecisionContext => ({
  actor: { kind: 'agency', agency, person },
  occurredAt: new Date('2022-02-10T02:00:00Z'),
  now: NOW,
});

export const byService: DecisionContext = { actor: { kind: 'service', service: 'referral' }, occurredAt: NOW, now: NOW };

export const drafted: Event = {
  $case: 'referralDrafted',
  value: { needId: NEED, sender: ALPHA, category, urgency, previousReferralId: '', proposedReceiver: '', proposedServiceId: '' },
};

export const sent: Event = {
  $case: 'referralSent',
  value: {
    ...parties,
    needId: NEED,
    serviceId: SERVICE,
    category,
    urgency,
    shareCategories: [IDENTITY, NARRATIVE],
    permission: { $case: 'consentId', value: CONSENT },
    dueBy: new Date('2022-02-11T03:00:00Z'),
    escalatesAt: new Date('2022-02-11T15:00:00Z'),
    lapsesAt: new Date('2022-02-12T03:00:00Z'),
    note: undefined,
    intent: Intent.INTENT_REFERRAL,
  },
};

/** What a receiver says that takes a referral for what it is. */
export const receipt: Receipt = { takenAs: Intent.INTENT_REFERRAL, intendedAction: IntendedAction.INTENDED_ACTION_DECIDE };
export const received: Event = { $case: 'referralReceivedV2', value: { ...parties, intent: Intent.INTENT_REFERRAL, ...receipt } };
/** What a receiver says that takes it for mere information, and when it has. */
export const filing: Receipt = { takenAs: Intent.INTENT_INFORMATION, intendedAction: IntendedAction.INTENDED_ACTION_FILE };
export const filed: Event = { $case: 'referralReceivedV2', value: { ...parties, intent: Intent.INTENT_REFERRAL, ...filing } };
export const told: Event = {
  $case: 'informationShared',
  value: {
    ...parties,
    needId: '',
    category,
    shareCategories: [IDENTITY, NARRATIVE],
    permission: { $case: 'consentId', value: CONSENT },
    note: undefined,
  },
};
export const accepted: Event = { $case: 'referralAccepted', value: { ...parties, by: BETA, needId: NEED, category } };
export const waitlisted: Event = { $case: 'referralWaitlisted', value: parties };
export const started: Event = { $case: 'referralStarted', value: parties };
export const held: Event = { $case: 'referralHeld', value: { ...parties, note: undefined } };
export const resumed: Event = { $case: 'referralResumed', value: parties };
export const overdue: Event = { $case: 'referralOverdue', value: parties };
export const escalated: Event = { $case: 'referralEscalated', value: parties };
export const lapsed: Event = { $case: 'referralLapsed', value: parties };
export const declined: Event = {
  $case: 'referralDeclined',
  value: { ...parties, reason: DeclineReason.DECLINE_REASON_NO_CAPACITY, needId: NEED, note: undefined },
};
export const completed: Event = {
  $case: 'referralCompleted',
  value: { ...parties, outcome: Outcome.OUTCOME_GOALS_REACHED, needId: NEED, note: undefined },
};
export const notDelivered: Event = {
  $case: 'referralNotDelivered',
  value: { ...parties, reason: NotDeliveredReason.NOT_DELIVERED_REASON_NO_SHOW, needId: NEED, note: undefined },
};
export const withdrawn: Event = {
  $case: 'referralWithdrawn',
  value: { ...parties, reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED, note: undefined },
};
export const cancelled: Event = {
  $case: 'referralCancelled',
  value: { ...parties, reason: CancelReason.CANCEL_REASON_CAPACITY_LOST, by: BETA, note: undefined },
};
export const loopClosed: Event = {
  $case: 'referralLoopClosed',
  value: {
    ...parties,
    needMet: NeedMet.NEED_MET_YES,
    nextStep: NextStep.NEXT_STEP_UNSPECIFIED,
    needId: NEED,
    endedAs: ReferralStatus.REFERRAL_STATUS_COMPLETED,
  },
};

export const need: Need = { caseId: CASE, agency: ALPHA, category, urgency, met: false };

const scope = {
  purposes: [category],
  agencies: [BETA],
  categories: [IDENTITY, NARRATIVE],
  validFrom: new Date('2022-02-01T00:00:00Z'),
  validUntil: new Date('2022-03-01T00:00:00Z'),
};

/** Everything as it has to be for sending. */
export const facts = {
  case: { status: 'open', clientId: 'c', lead: ALPHA, participants: [ALPHA], reportTakers: [ALPHA] },
  need,
  receiver: { suspended: false },
  service: { agency: BETA, category, offered: true, officeActive: true },
  consent: { given: true, scope },
  legalBasis: { approvedBy: 'p2', scope },
  limits: DEFAULT_LIMITS,
} as const satisfies SendFacts;

export const sending: SendCommand = {
  receiver: BETA,
  serviceId: SERVICE,
  shareCategories: [NARRATIVE, IDENTITY, NARRATIVE],
  permission: { $case: 'consentId', value: CONSENT },
  intent: Intent.INTENT_REFERRAL,
};

/** What the sender tells without asking anything. */
export const telling: InformationCommand = {
  receiver: BETA,
  needId: '',
  category,
  shareCategories: [IDENTITY],
  permission: { $case: 'consentId', value: CONSENT },
};

export const telephoned: OutsideCommand = {
  requestId: '00000000-0000-4000-8000-000000000006',
  sender: ALPHA,
  receiver: BETA,
  channel: Channel.CHANNEL_TELEPHONE,
  category,
  urgency,
  needId: '',
  ambiguities: [],
  dateMissing: false,
};
