import { TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { type AnyEvent, type AnyReaction, type LookUp, type Ordered, reaction } from '@accompany/runtime';
import { absorb, endAbsorption } from './absorbing.js';
import type { Case, Event } from './case.js';
import { caseAggregate } from './case.js';
import { endDuty, passMatterOn, takeDuty } from './duties.js';
import { takenOver } from './duty-copies.js';
import { beganDuty, endedDuty } from './duty-events.js';
import { lastAssignment } from './facts-queries.js';
import { askMerge, declineMerge, merge } from './merging.js';
import { declineOffice } from './offices.js';
import { open, takeReport } from './opening.js';
import { joinAsProvider, leaveAsProvider } from './participants.js';
import { raiseReportedRisk } from './risk.js';
import { endSharing, renewSharing, shareData } from './sharing.js';
import { changeLead, changeMonitor } from './transferring.js';

type Meta = { readonly streamId: string; readonly caseId: string };
type Orders = readonly Ordered<Case, Event>[];

/** A case follows what was decided about a report, even if the call that decided it did not come to its end. */
export const followReport = (event: AnyEvent, { streamId: reportId }: Meta): Orders => {
  switch (event.$case) {
    case 'reportBecameCase':
      return [{ id: event.value.caseId, decide: (state, context) => open(state, reportId, event.value, context) }];
    case 'reportLinkedToCase':
      return [{ id: event.value.caseId, decide: (state, context) => takeReport(state, { ...event.value, reportId }, context) }];
    case 'reportRiskRaised':
      if (event.value.caseId === '') return [];
      return [{ id: event.value.caseId, decide: (state, context) => raiseReportedRisk(state, event.value.to, context) }];
    default:
      return [];
  }
};

/** Who accepted a referral provides; when it ends, they leave. A lapsed or mistaken one ends only what was accepted. */
export const followReferral = (event: AnyEvent, { streamId: referralId, caseId }: Meta): Orders => {
  switch (event.$case) {
    case 'referralAccepted':
      return [{ id: caseId, decide: (state) => joinAsProvider(state, { agency: event.value.receiver, referralId }) }];
    case 'referralCompleted':
    case 'referralNotDelivered':
    case 'referralCancelled':
    case 'referralLapsed':
    case 'referralEnteredInError':
    case 'referralDeclined':
    case 'referralWithdrawn':
      return [{ id: caseId, decide: (state) => leaveAsProvider(state, { agency: event.value.receiver, referralId }) }];
    default:
      return [];
  }
};

/** The case knows what of other services is open: its own stream decides whether that came before a closure. */
export const followDuties = (event: AnyEvent, { streamId, caseId }: Meta): Orders => {
  const begun = beganDuty(event, streamId);
  if (begun !== undefined) return [{ id: caseId, decide: (state) => takeDuty(state, begun) }];
  const ended = endedDuty(event, streamId);
  return ended === undefined ? [] : [{ id: caseId, decide: (state) => endDuty(state, ended) }];
};

/** What other agencies may read: what a message shares, on which permission a referral shares, and that a message was a mistake. */
export const followSharing = (event: AnyEvent, { streamId: shareId, caseId }: Meta): Orders => {
  switch (event.$case) {
    case 'informationShared': {
      const { receiver: agency, shareCategories: categories, permission } = event.value;
      const shared = { shareId, agency, categories, permission, ofReferral: false };
      return [{ id: caseId, decide: (state) => shareData(state, shared) }];
    }
    case 'referralSharingRenewed':
      return [{ id: caseId, decide: (state) => renewSharing(state, shareId, event.value.permission) }];
    case 'referralEnteredInError':
      return [{ id: caseId, decide: (state) => endSharing(state, shareId) }];
    default:
      return [];
  }
};

/** A legal matter goes along with the lead: who has to do something about it is another agency. */
export const followMatter = (event: AnyEvent, { streamId: dutyId, caseId }: Meta): Orders =>
  event.$case === 'matterPassedOn' ? [{ id: caseId, decide: (state) => passMatterOn(state, { dutyId, to: event.value.toAgency }) }] : [];

/** An office did not take a case that was assigned to it. That counts while nothing was assigned since. */
export const followOffice = (event: AnyEvent): LookUp<Case, Event> | undefined => {
  if (event.$case !== 'officeCaseRefused') return undefined;
  const { caseId, officeId, assignedAtPosition } = event.value;
  return async (tx) =>
    (await lastAssignment(tx, caseId)) === assignedAtPosition
      ? [{ id: caseId, caseId, decide: (state) => declineOffice(state, officeId) }]
      : [];
};

/** The giver let go: lead or monitor changes, in the one decision that also ends the transfer. */
export const followTransfer = (event: AnyEvent, { streamId: transferId, caseId }: Meta): Orders => {
  if (event.$case !== 'transferReleased') return [];
  const { giver: from, receiver: to, relation } = event.value;
  const change = relation === TransferRelation.TRANSFER_RELATION_LEAD ? changeLead : changeMonitor;
  return [{ id: caseId, decide: (state) => change(state, { transferId, from, to }) }];
};

/** The two cases of a merge follow each other: asked, agreed to, done, undone. Each step is decided in the stream of the case it is about. */
export const followMerge = (event: AnyEvent, { streamId }: Meta): Orders => {
  switch (event.$case) {
    case 'caseMergeProposed':
      return [{ id: event.value.intoCaseId, decide: (state) => askMerge(state, streamId, event.value) }];
    case 'caseMergeAwaited':
      return [{ id: event.value.fromCaseId, decide: (state) => merge(state, event.value) }];
    case 'caseMerged':
      return [{ id: event.value.intoCaseId, decide: (state, context) => absorb(state, streamId, event.value, context) }];
    case 'caseMergeDeclined':
    case 'caseMergeUndone':
      return [{ id: event.value.intoCaseId, decide: (state) => endAbsorption(state, streamId, event.value.mergeId) }];
    case 'caseAbsorptionEnded':
      return [{ id: event.value.fromCaseId, decide: (state) => declineMerge(state, event.value.mergeId) }];
    default:
      return [];
  }
};

export const reactions: readonly AnyReaction[] = [
  reaction({
    name: 'case-follows-report',
    does: 'opens the case of the report, links the report to it, raises its risk',
    aggregate: caseAggregate,
    on: followReport,
  }),
  // A referral may be accepted while there is only a report: opening the case lets its receiver join, from our copy.
  reaction({
    name: 'participants-follow-referral',
    does: 'makes the receiver a provider of the case; with the end of the referral the provider leaves',
    aggregate: caseAggregate,
    on: followReferral,
    ignore: ['CASE_UNKNOWN'],
  }),
  reaction({
    name: 'duties-from-before',
    does: 'makes the case take what was open of its child before it was a case',
    aggregate: caseAggregate,
    on: () => [],
    among: takenOver,
  }),
  reaction({
    name: 'duties-follow-others',
    does: 'lets the case take or refuse what begins elsewhere (referrals, transfers, matters), and let go of what ends: while one is open the case stays open',
    aggregate: caseAggregate,
    on: followDuties,
    ignore: ['CASE_UNKNOWN'],
  }),
  reaction({
    name: 'sharing-follows-others',
    does: 'opens to an agency what a message shares with it, and keeps what a referral shares under the permission that it has now',
    aggregate: caseAggregate,
    on: followSharing,
    ignore: ['CASE_UNKNOWN'],
  }),
  reaction({
    name: 'duties-follow-matters',
    does: 'lets the legal matter that keeps the case open be the new lead’s',
    aggregate: caseAggregate,
    on: followMatter,
    ignore: ['CASE_UNKNOWN'],
  }),
  reaction({
    name: 'case-follows-office',
    does: 'leaves the case with no office when its office takes no more cases',
    aggregate: caseAggregate,
    topic: 'network',
    on: () => [],
    among: followOffice,
  }),
  reaction({
    name: 'lead-follows-transfer',
    does: 'changes the lead, or the monitor, from the giver to the receiver',
    aggregate: caseAggregate,
    on: followTransfer,
    ignore: ['CASE_UNKNOWN'],
  }),
  reaction({
    name: 'cases-follow-merge',
    does: 'carries each step of a merge to the other case',
    aggregate: caseAggregate,
    on: followMerge,
  }),
];
