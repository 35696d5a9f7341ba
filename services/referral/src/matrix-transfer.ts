import {
  HandoverReason,
  TransferDeclineReason,
  TransferRelation,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import { ErrorReason, NoticeAbout, SupportKind } from '@accompany/contracts/referral/v1/types';
import { matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import * as notices from './notice.js';
import type { OfferFacts } from './offer-rules.js';
import * as the from './samples.js';
import { ALPHA, BETA, by, NOW } from './samples.js';
import { deliver, enterSupportInError, type Event as SupportEvent, support } from './support.js';
import { type Event, transfer } from './transfer.js';
import * as decisions from './transfer-decisions.js';

const GIVER = 'giver';
const RECEIVER = 'receiver';
const OTHER = 'another agency';
const relation = TransferRelation.TRANSFER_RELATION_LEAD;
const reason = HandoverReason.HANDOVER_REASON_RELOCATION;
const KEPT = TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_KEPT_BY_GIVER;
const NO_CAPACITY = TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY;
const times = { dueBy: new Date('2022-02-24T03:00:00Z'), escalatesAt: new Date('2022-03-03T03:00:00Z') };
const parties = { giver: ALPHA, receiver: BETA, relation, handoverId: 'h' };
const known = { lead: ALPHA, open: true, monitors: [], things: [], openTransferId: undefined, previousTransferId: '', transferId: 't' };
const facts: OfferFacts = { ...times, receivers: new Map([[BETA, { suspended: false }]]), cases: new Map([['c', known]]) };
const item = { caseId: 'c', receiver: BETA, relation, transferId: 't', previousTransferId: '', open: [] };
const terms = { ...times, giver: ALPHA, reason };

const offered: Event = { $case: 'transferOffered', value: { ...parties, reason, previousTransferId: '', ...times, open: [] } };
const accepted: Event = { $case: 'transferAccepted', value: parties };

export const transferMatrix = matrix({
  title: 'Transfer',
  source: 'services/referral/src/transfer.ts',
  decider: transfer,
  roles: { [GIVER]: by(ALPHA), [RECEIVER]: by(BETA), [OTHER]: by('gamma') },
  states: {
    none: [],
    offered: [offered],
    accepted: [offered, accepted],
    declined: [offered, { $case: 'transferDeclined', value: { ...parties, reason: NO_CAPACITY } }],
    withdrawn: [offered, { $case: 'transferWithdrawn', value: { ...parties, reason: KEPT } }],
    released: [offered, accepted, { $case: 'transferReleased', value: parties }],
  },
  commands: {
    offer: {
      by: GIVER,
      give: (state, context) => decisions.offer(state, { caseId: 'c', receiver: BETA, relation, reason }, facts, context),
    },
    'offer in a handover': { by: THE_NETWORK, give: (state) => decisions.offerInHandover(state, 'h', terms, item) },
    'offer in another handover': { by: THE_NETWORK, give: (state) => decisions.offerInHandover(state, 'h2', terms, item) },
    accept: { by: RECEIVER, give: decisions.acceptTransfer },
    decline: { by: RECEIVER, give: (state, context) => decisions.declineTransfer(state, { reason: NO_CAPACITY }, context) },
    release: { by: GIVER, give: decisions.release },
    withdraw: { by: GIVER, give: (state, context) => decisions.withdrawTransfer(state, { reason: KEPT }, context) },
    'take back: its case refused it': { by: THE_NETWORK, give: (state) => decisions.takeBack(state, KEPT) },
    'take back: its handover was abandoned': { by: THE_NETWORK, give: (state) => decisions.takeBackOf(state, 'h') },
    'become overdue': { by: THE_CLOCK, give: decisions.becomeOverdue },
    escalate: { by: THE_CLOCK, give: decisions.escalate },
  },
});

const telling = {
  toAgency: BETA,
  about: NoticeAbout.NOTICE_ABOUT_CASE_CLOSED,
  subjectId: '',
  referralId: 'r1',
  ofEvent: 'e1',
};
const issued: notices.Event = { $case: 'noticeIssued', value: { ...telling, dueBy: times.dueBy } };
const TOLD = 'the agency that is told';

export const noticeMatrix = matrix({
  title: 'Notice',
  source: 'services/referral/src/notice.ts',
  decider: notices.notice,
  roles: { [TOLD]: by(BETA), [OTHER]: by('gamma') },
  states: {
    none: [],
    issued: [issued],
    'issued, overdue': [issued, { $case: 'noticeOverdue', value: { agency: BETA } }],
    acknowledged: [issued, { $case: 'noticeAcknowledged', value: { agency: BETA, person: 'p1' } }],
  },
  commands: {
    issue: { by: THE_NETWORK, give: (state) => notices.issue(state, telling, 72, { ...by(ALPHA), now: NOW }) },
    acknowledge: { by: TOLD, give: notices.acknowledge },
    'become overdue': { by: THE_CLOCK, give: notices.becomeOverdue },
  },
});

const rice = { kind: SupportKind.SUPPORT_KIND_FOOD, amount: '150000', currency: 'KHR' };
const delivered: SupportEvent = { $case: 'supportDelivered', value: { ...rice, agency: ALPHA, reason: undefined } };
const mistaken = { reason: ErrorReason.ERROR_REASON_DUPLICATE };
const open = { ...the.facts.case, participants: [ALPHA, BETA] };

export const supportMatrix = matrix({
  title: 'Support delivered',
  source: 'services/referral/src/support.ts',
  decider: support,
  roles: { lead: by(ALPHA), provider: by(BETA), [OTHER]: by('gamma') },
  states: {
    none: [],
    delivered: [delivered],
    entered_in_error: [delivered, { $case: 'supportEnteredInError', value: mistaken }],
  },
  commands: {
    deliver: { by: 'lead', give: (state, context) => deliver(state, rice, { case: open }, context) },
    'enter in error': { by: 'lead', give: (state, context) => enterSupportInError(state, mistaken, context) },
  },
});
