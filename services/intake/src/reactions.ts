import { type AnyEvent, type AnyReaction, type Ordered, reaction } from '@accompany/runtime';
import type { Case, Event } from './case.js';
import { caseAggregate } from './case.js';
import { open, takeReport } from './opening.js';
import { joinAsProvider, leaveAsProvider } from './participants.js';
import { raiseReportedRisk } from './risk.js';

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
      return [{ id: caseId, decide: (state) => leaveAsProvider(state, { agency: event.value.receiver, referralId }) }];
    default:
      return [];
  }
};

export const reactions: readonly AnyReaction[] = [
  reaction({ name: 'case-follows-report', aggregate: caseAggregate, on: followReport }),
  // A referral may be accepted while there is only a report: opening the case lets its receiver join, from our copy.
  reaction({ name: 'participants-follow-referral', aggregate: caseAggregate, on: followReferral, ignore: ['CASE_UNKNOWN'] }),
];
