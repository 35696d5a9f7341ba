import type { Network } from '@accompany/client';
import type { GetHandoverResponse, Transfer, TransferList } from '@accompany/contracts/referral/v1/handover_service';
import type { DeclaredTotals, DifferenceExplained, HandoverReason } from '@accompany/contracts/referral/v1/handover_types';
import type { Item } from './file.js';

/** A handover to be offered. */
export type Wanted = {
  /** The same for the same list, so that a run that broke off is taken up by the next. */
  readonly requestId: string;
  /** When the list was written. */
  readonly listedAt: Date;
  readonly reason: HandoverReason;
  readonly declared: DeclaredTotals;
  readonly differences: DifferenceExplained[];
  readonly items: readonly Item[];
};

/** Most cases in one call. */
const MOST = 500;
const LOOK_MS = 100;

/**
 * Drafts, lists, explains and offers a handover, and waits until every case has its transfer. The same again changes nothing and goes on where it
 * broke off.
 */
export const offerHandover = async (
  { handover }: Network,
  { requestId, listedAt, reason, declared, differences, items }: Wanted,
  progress: (offered: number, of: number) => void,
): Promise<GetHandoverResponse> => {
  progress(0, items.length);
  const { handoverId } = await handover.draftHandover({ requestId, occurredAt: listedAt, reason, declared });
  const drafted = await handover.getHandover({ handoverId });
  if (drafted.dueBy === undefined) {
    for (let from = 0; from < items.length; from += MOST)
      await handover.addHandoverItems({ handoverId, items: items.slice(from, from + MOST) });
    if (differences.length > 0) await handover.explainHandoverDifferences({ handoverId, differences });
    await handover.offerHandover({ handoverId }, { deadline: 60_000 });
  }
  for (;;) {
    const seen = await handover.getHandover({ handoverId });
    progress(seen.transfers, items.length);
    if (seen.transfers >= seen.items.length) return seen;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
};

/** Carries out a call for each transfer of a handover that is in a list, eight at a time. */
export const forEach = async (
  { handover }: Network,
  { handoverId, list }: { handoverId: string; list: TransferList },
  wanted: (transfer: Transfer) => boolean,
  carryOut: (transferId: string) => Promise<unknown>,
  progress: (done: number, of: number) => void,
): Promise<number> => {
  const transfers: Transfer[] = [];
  let pageToken = '';
  do {
    const page = await handover.listTransfers({ list, handoverId, pageSize: 500, pageToken });
    transfers.push(...page.transfers.filter(wanted));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  let [next, done] = [0, 0];
  progress(0, transfers.length);
  const work = async (): Promise<void> => {
    for (let one = transfers[next++]; one !== undefined; one = transfers[next++]) {
      await carryOut(one.transferId);
      progress(++done, transfers.length);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return transfers.length;
};
