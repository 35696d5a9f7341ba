import { WorkKind } from '@accompany/contracts/timeline/v1/work_service';
import type { Fact } from '../fact.js';
import type { Item } from './item.js';

/** What is asked of somebody by one event and done with by another. */
type Asks = { readonly open: Map<string, Item>; readonly done: Set<string> };

const key = (kind: WorkKind, id: string): string => `${kind}:${id}`;

/** Facts may be dated inexactly: what is done with is not asked again by a late word of its beginning. */
const ask = ({ open, done }: Asks, item: Item): void => {
  const name = key(item.kind, item.subject_id);
  if (!done.has(name)) open.set(name, item);
};

const end = ({ open, done }: Asks, kind: WorkKind, id: string): void => {
  done.add(key(kind, id));
  open.delete(key(kind, id));
};

/**
 * Transfers, searches, notices and consents to be taken again.
 * @param facts those that count, in the order in which they happened
 * @param open whether the case is: what its lead has to do ends with it, what was asked of others does not
 */
export const asksOf = (facts: readonly Fact[], lead: string, open: boolean): Item[] => {
  const asks: Asks = { open: new Map(), done: new Set() };
  for (const fact of facts) evolve(asks, fact);
  return [...asks.open.values()].flatMap((item) => (item.agency !== LEAD ? [item] : open ? [{ ...item, agency: lead }] : []));
};

/** Stands for the agency that leads in the end. */
const LEAD = '*lead*';

const evolve = (asks: Asks, { event, streamId, occurredAt: since }: Fact): void => {
  switch (event.$case) {
    case 'transferOffered': {
      const { giver: counterpart, receiver: agency, dueBy: due_at } = event.value;
      ask(asks, { kind: WorkKind.WORK_KIND_TRANSFER_TO_ANSWER, agency, subject_id: streamId, counterpart, since, due_at });
      break;
    }
    case 'transferAccepted': {
      const { giver: agency, receiver: counterpart } = event.value;
      end(asks, WorkKind.WORK_KIND_TRANSFER_TO_ANSWER, streamId);
      ask(asks, { kind: WorkKind.WORK_KIND_TRANSFER_TO_RELEASE, agency, subject_id: streamId, counterpart, since });
      break;
    }
    case 'transferDeclined':
    case 'transferReleased':
    case 'transferWithdrawn':
      end(asks, WorkKind.WORK_KIND_TRANSFER_TO_ANSWER, streamId);
      end(asks, WorkKind.WORK_KIND_TRANSFER_TO_RELEASE, streamId);
      break;
    case 'whereaboutsLost':
      ask(asks, {
        kind: WorkKind.WORK_KIND_SEARCH_TO_REVIEW,
        agency: LEAD,
        subject_id: event.value.searchId,
        since,
        due_at: event.value.nextReviewAt,
      });
      break;
    case 'searchReviewed': {
      const { searchId: subject_id, nextReviewAt: due_at } = event.value;
      const began = asks.open.get(key(WorkKind.WORK_KIND_SEARCH_TO_REVIEW, subject_id))?.since ?? since;
      ask(asks, { kind: WorkKind.WORK_KIND_SEARCH_TO_REVIEW, agency: LEAD, subject_id, since: began, due_at });
      break;
    }
    case 'clientLocated':
      end(asks, WorkKind.WORK_KIND_SEARCH_TO_REVIEW, event.value.searchId);
      break;
    case 'consentRetakeAsked':
      ask(asks, { kind: WorkKind.WORK_KIND_CONSENT_TO_RETAKE, agency: LEAD, subject_id: event.value.consentId, since });
      break;
    case 'consentGiven':
    case 'consentRefused':
      // The client, now of age, has answered: whatever was asked before is answered with it.
      for (const { kind, subject_id } of asks.open.values()) if (kind === WorkKind.WORK_KIND_CONSENT_TO_RETAKE) end(asks, kind, subject_id);
      break;
    case 'consentWithdrawn':
      end(asks, WorkKind.WORK_KIND_CONSENT_TO_RETAKE, event.value.consentId);
      break;
    case 'noticeIssued': {
      const { toAgency: agency, dueBy: due_at } = event.value;
      ask(asks, { kind: WorkKind.WORK_KIND_NOTICE_TO_ACKNOWLEDGE, agency, subject_id: streamId, since, due_at });
      break;
    }
    case 'noticeAcknowledged':
      end(asks, WorkKind.WORK_KIND_NOTICE_TO_ACKNOWLEDGE, streamId);
      break;
    default:
  }
};
