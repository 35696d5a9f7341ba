import { DutyKind } from '@accompany/contracts/intake/v1/types';
import { TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import type { AnyEvent } from '@accompany/runtime';
import type { Begun } from './duties.js';

const { DUTY_KIND_REFERRAL: REFERRAL, DUTY_KIND_TRANSFER: TRANSFER, DUTY_KIND_MATTER: MATTER } = DutyKind;

/** What another service's event begins that keeps a case open; a message that asks for no answer is not one of them. */
export const beganDuty = (event: AnyEvent, dutyId: string): Begun | undefined => {
  switch (event.$case) {
    case 'referralSent': {
      const { receiver: agency, shareCategories: categories, permission } = event.value;
      const shared = { shareId: dutyId, agency, categories, permission, ofReferral: true };
      return { kind: REFERRAL, dutyId, agency, giver: '', ofLead: false, shared: categories.length === 0 ? undefined : shared };
    }
    case 'referralRecordedFromOutside':
      return { kind: REFERRAL, dutyId, agency: event.value.receiver, giver: '', ofLead: false };
    case 'transferOffered': {
      const { receiver: agency, giver, relation } = event.value;
      return { kind: TRANSFER, dutyId, agency, giver, ofLead: relation === TransferRelation.TRANSFER_RELATION_LEAD };
    }
    case 'matterOpened':
      return { kind: MATTER, dutyId, agency: event.value.agency, giver: '', ofLead: false };
    default:
      return undefined;
  }
};

/** What another service's event ends. A released transfer is not here: its end and the change of the lead are one decision. */
export const endedDuty = (event: AnyEvent, dutyId: string): { kind: DutyKind; dutyId: string } | undefined => {
  switch (event.$case) {
    case 'referralDeclined':
    case 'referralWithdrawn':
    case 'referralCancelled':
    case 'referralCompleted':
    case 'referralNotDelivered':
    case 'referralLapsed':
    case 'referralEnteredInError':
      return { kind: REFERRAL, dutyId };
    case 'transferDeclined':
    case 'transferWithdrawn':
      return { kind: TRANSFER, dutyId };
    case 'matterClosed':
    case 'matterDiscontinued':
      return { kind: MATTER, dutyId };
    default:
      return undefined;
  }
};
