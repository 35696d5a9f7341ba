import type { ReasonEntry } from './entry.js';

/** Reasons of handovers and transfers, in the referral service. */
export const HANDOVER_REASONS = {
  HANDOVER_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such handover, or it is not the calling agency’s and offers it nothing. Check the id.',
  },
  NOT_THE_GIVER: {
    code: 'permission_denied',
    message: 'Only the agency that gives may do this. A receiver accepts or declines the transfers that are offered to it.',
  },

  // What stood in the way: the state of the handover.
  HANDOVER_NOT_OFFERED: {
    code: 'failed_precondition',
    message: 'The handover was not offered yet. Offer it first, or take the case off its list.',
  },
  HANDOVER_OFFERED: {
    code: 'failed_precondition',
    message:
      'The handover was offered, so its list and its numbers stand. Offer, withdraw or keep single cases of it, or draft another handover.',
  },
  HANDOVER_COMPLETED: {
    code: 'failed_precondition',
    message: 'The handover is completed. Draft another one; a case that comes back is a new offer by the agency that has it.',
  },
  HANDOVER_ABANDONED: {
    code: 'failed_precondition',
    message: 'The handover was abandoned. Draft another one.',
  },

  // The list and its numbers.
  HANDOVER_ITEM_DUPLICATE: {
    code: 'invalid_argument',
    message:
      'A case is on the list twice, or was listed for another receiver or relation. List each case once; remove it first to list it otherwise.',
  },
  HANDOVER_FULL: {
    code: 'resource_exhausted',
    message: 'A handover holds 1000 cases. Offer this one and draft another for the rest.',
  },
  HANDOVER_EMPTY: {
    code: 'failed_precondition',
    message: 'The handover lists no case. Add the cases first.',
  },
  HANDOVER_NOT_RECONCILED: {
    code: 'failed_precondition',
    message:
      'The declared numbers of cases differ from each other or from the list, and the difference is not explained. List what is missing, declare other numbers, or explain the whole difference.',
  },
  HANDOVER_ITEM_UNKNOWN: {
    code: 'not_found',
    message: 'The case is not part of the handover. Check the case id.',
  },
  HANDOVER_ITEM_OPEN: {
    code: 'failed_precondition',
    message: 'The case is offered or accepted. Wait for the answer, release it, or withdraw its transfer first.',
  },
  HANDOVER_ITEM_SETTLED: {
    code: 'failed_precondition',
    message:
      'The case was released to its receiver or stays with the giver; the handover is done with it. Offer a transfer of it by itself.',
  },

  // What an offer needs.
  HANDOVER_CASE_NOT_OPEN: {
    code: 'failed_precondition',
    message: 'A case is not open, so it cannot be given. Take it off the list and explain the difference, or reopen it first.',
  },
  HANDOVER_CASE_NOT_HELD: {
    code: 'failed_precondition',
    message:
      'The giver does not hold a case in the part that it wants to give: only the lead gives the lead, only a monitor gives the monitoring. Correct the relation, or try again shortly if the case was opened just now.',
  },
  TRANSFER_CASE_UNKNOWN: {
    code: 'not_found',
    message:
      'There is no such case, or the calling agency neither leads nor monitors it. Check the id, or pass the position at which it was opened.',
  },
  TRANSFER_TO_SELF: {
    code: 'invalid_argument',
    message: 'Giver and receiver are the same agency. Name another receiver; inside an agency a case is assigned, not transferred.',
  },
  TRANSFER_RECEIVER_UNKNOWN: {
    code: 'failed_precondition',
    message: 'The directory knows no agency of the receiver’s name. Check the id, or pass the position at which it was registered.',
  },
  TRANSFER_RECEIVER_SUSPENDED: {
    code: 'failed_precondition',
    message: 'The receiver is suspended and takes no cases. Choose another agency from the directory.',
  },
  TRANSFER_RECEIVER_WITHOUT_OFFICE: {
    code: 'failed_precondition',
    message:
      'Each office of the receiver is closed, or its end has begun, so it takes no cases. Choose another agency; the receiver may keep an office open.',
  },
  TRANSFER_RECEIVER_LEADS: {
    code: 'failed_precondition',
    message:
      'The receiver leads the case already, so there is nothing for it to monitor. Choose another receiver, or leave the case as its monitor.',
  },
  TRANSFER_ALREADY_OPEN: {
    code: 'failed_precondition',
    message: 'Another transfer of the case by the same agency is open. Wait for its end, or withdraw it first.',
  },

  // What stood in the way: the state of the transfer.
  TRANSFER_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such transfer, or the calling agency is neither its giver nor its receiver. Check the id.',
  },
  NOT_THE_TRANSFER_RECEIVER: {
    code: 'permission_denied',
    message:
      'Only the agency that is offered the case may answer. The giver may withdraw the offer, and releases the case once it is accepted.',
  },
  TRANSFER_NOT_ANSWERED: {
    code: 'failed_precondition',
    message: 'The receiver has not answered. Silence is not consent: the giver stays responsible until the receiver accepts.',
  },
  TRANSFER_TAKEN: {
    code: 'failed_precondition',
    message: 'The receiver accepted the case. The giver releases or withdraws it; once released, the receiver may offer it again itself.',
  },
  TRANSFER_DECLINED: {
    code: 'failed_precondition',
    message: 'The receiver declined the case; the giver keeps it. Offer it again, to this or another receiver.',
  },
  TRANSFER_WITHDRAWN: {
    code: 'failed_precondition',
    message: 'The offer was taken back; the giver keeps the case. Offer it again if it is to be given after all.',
  },
  TRANSFER_RELEASED: {
    code: 'failed_precondition',
    message: 'The case was released: its receiver is responsible. A return is a new offer, by the agency that has it now.',
  },
} as const satisfies Record<string, ReasonEntry>;
