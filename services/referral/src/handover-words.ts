import { HandoverItemStatus, HandoverStatus, TransferStatus } from '@accompany/contracts/referral/v1/handover_types';
import { unreachable } from '@accompany/domain';
import type { ItemStatus, Status } from './handover.js';
import type { Status as TransferState } from './transfer.js';

/** A handover's status as the contract names it. */
export const handoverStatus = (status: Status): HandoverStatus => {
  switch (status) {
    case 'drafted':
      return HandoverStatus.HANDOVER_STATUS_DRAFTED;
    case 'offered':
      return HandoverStatus.HANDOVER_STATUS_OFFERED;
    case 'in_progress':
      return HandoverStatus.HANDOVER_STATUS_IN_PROGRESS;
    case 'completed':
      return HandoverStatus.HANDOVER_STATUS_COMPLETED;
    case 'abandoned':
      return HandoverStatus.HANDOVER_STATUS_ABANDONED;
    default:
      return unreachable(status);
  }
};

/** The status of a case on a list as the contract names it. */
export const itemStatus = (status: ItemStatus): HandoverItemStatus => {
  switch (status) {
    case 'listed':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_LISTED;
    case 'offered':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_OFFERED;
    case 'accepted':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_ACCEPTED;
    case 'declined':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_DECLINED;
    case 'withdrawn':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_WITHDRAWN;
    case 'not_offered':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_NOT_OFFERED;
    case 'released':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_RELEASED;
    case 'kept':
      return HandoverItemStatus.HANDOVER_ITEM_STATUS_KEPT;
    default:
      return unreachable(status);
  }
};

/** A transfer's status as the contract names it. */
export const transferStatus = (status: TransferState): TransferStatus => {
  switch (status) {
    case 'offered':
      return TransferStatus.TRANSFER_STATUS_OFFERED;
    case 'accepted':
      return TransferStatus.TRANSFER_STATUS_ACCEPTED;
    case 'declined':
      return TransferStatus.TRANSFER_STATUS_DECLINED;
    case 'withdrawn':
      return TransferStatus.TRANSFER_STATUS_WITHDRAWN;
    case 'released':
      return TransferStatus.TRANSFER_STATUS_RELEASED;
    default:
      return unreachable(status);
  }
};
