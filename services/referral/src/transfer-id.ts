import { v5 as uuidv5 } from 'uuid';

const TRANSFERS = 'c3b0a9e4-6d1f-5c27-8a44-2f6d1e90b7a5';

/**
 * The id of an agency's next transfer of a case: it follows from the one before, so that two offers made at once are the same
 * transfer and one of them is refused.
 * @param previousTransferId the agency's last transfer of the case, which ended; empty for the first
 */
export const transferId = (caseId: string, giver: string, previousTransferId: string): string =>
  uuidv5(JSON.stringify([caseId, giver, previousTransferId]), TRANSFERS);
