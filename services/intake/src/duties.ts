import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { CaseDataShared } from '@accompany/contracts/intake/v1/events';
import { DutyKind, DutyRefusal } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Case, Event, KnownCase } from './case.js';
import { isActive, known, ledAndOpen } from './case-guards.js';

/** A thing of another service that began. For a transfer: whose part is offered, and whether it is the lead's. */
export type Begun = {
  readonly kind: DutyKind;
  readonly dutyId: string;
  readonly agency: string;
  readonly giver: string;
  readonly ofLead: boolean;
  /** For a referral, what it shares with its receiver. */
  readonly shared?: CaseDataShared | undefined;
};

/**
 * A referral, transfer or matter began. Whether it came before the closure or after it is decided here, in the case's own
 * stream: before, it blocks the closure; after, it is refused and its service undoes it.
 */
export const takeDuty = (state: Case, begun: Begun): Event[] => {
  const { kind, dutyId, agency, giver } = begun;
  const found = known(state);
  if (found.duties.has(dutyId)) return [];
  const because = refusalOf(found, begun);
  if (because !== undefined) return [{ $case: 'caseDutyRefused', value: { kind, dutyId, agency, because } }];
  const shared: Event[] = begun.shared === undefined ? [] : [{ $case: 'caseDataShared', value: begun.shared }];
  return [{ $case: 'caseDutyTaken', value: { kind, dutyId, agency, giver } }, ...shared];
};

/** It ended. One that was never taken, or was refused, leaves no trace. */
export const endDuty = (state: Case, { kind, dutyId }: { kind: DutyKind; dutyId: string }): Event[] => {
  const status = known(state).duties.get(dutyId)?.status;
  return status === 'open' || status === 'waived' ? [{ $case: 'caseDutyEnded', value: { kind, dutyId } }] : [];
};

/** A legal matter is another agency's now. One that was never taken, or has ended, is nobody's. */
export const passMatterOn = (state: Case, { dutyId, to }: { dutyId: string; to: string }): Event[] => {
  const duty = known(state).duties.get(dutyId);
  if (duty?.kind !== DutyKind.DUTY_KIND_MATTER || duty.agency === to) return [];
  if (duty.status !== 'open' && duty.status !== 'waived') return [];
  return [{ $case: 'caseDutyPassedOn', value: { kind: duty.kind, dutyId, from: duty.agency, to } }];
};

/** The lead decides that an open legal matter does not keep the case open. */
export const waiveMatter = (state: Case, command: { matterId: string; reason: Sealed | undefined }, context: DecisionContext): Event[] => {
  const { matterId, reason } = command;
  const duty = ledAndOpen(state, context).duties.get(matterId);
  if (duty?.kind !== DutyKind.DUTY_KIND_MATTER || duty.status === 'refused') throw new Rejection('MATTER_NOT_OPEN', { matter: matterId });
  if (duty.status === 'waived') return [];
  if (duty.status === 'ended') throw new Rejection('MATTER_NOT_OPEN', { matter: matterId });
  return [{ $case: 'caseDutyWaived', value: { kind: duty.kind, dutyId: matterId, reason } }];
};

/** The ids of the open duties of a kind; a matter that was waived does not count. */
export const openDuties = (state: KnownCase, kind: DutyKind): string[] =>
  [...state.duties].filter(([, duty]) => duty.kind === kind && duty.status === 'open').map(([id]) => id);

const refusalOf = (state: KnownCase, { kind, giver, ofLead }: Begun): DutyRefusal | undefined => {
  if (state.status === 'closed') return DutyRefusal.DUTY_REFUSAL_CASE_CLOSED;
  if (state.status === 'merged') return DutyRefusal.DUTY_REFUSAL_CASE_MERGED;
  if (!isActive(state)) return DutyRefusal.DUTY_REFUSAL_CASE_ENTERED_IN_ERROR;
  if (kind !== DutyKind.DUTY_KIND_TRANSFER) return undefined;
  const hasPart = ofLead ? state.lead === giver : state.monitors.has(giver);
  if (!hasPart) return DutyRefusal.DUTY_REFUSAL_NOT_THE_GIVERS;
  const pending = [...state.duties.values()].some((duty) => duty.kind === kind && duty.status === 'open' && duty.giver === giver);
  return pending ? DutyRefusal.DUTY_REFUSAL_TRANSFER_PENDING : undefined;
};
