import type { HandoverEvent, TransferEvent } from '@accompany/contracts/referral/v1/handover_events';
import {
  differenceReasonToJSON,
  handoverReasonToJSON,
  keepReasonToJSON,
  openKindToJSON,
  TotalsSubject,
  TransferAnswer,
  TransferRelation,
  transferDeclineReasonToJSON,
  transferWithdrawReasonToJSON,
} from '@accompany/contracts/referral/v1/handover_types';
import { unreachable } from '@accompany/domain';
import { count, day, list, type Telling, when, word } from './words.js';

/** What is given: the lead, or the monitoring of a case that others lead. */
const part = (relation: TransferRelation): string =>
  relation === TransferRelation.TRANSFER_RELATION_MONITOR ? 'the monitoring of the case' : 'the lead of the case';

/** A transfer's event in a sentence. */
export const tellTransfer = (event: NonNullable<TransferEvent['event']>, { name }: Telling): string => {
  const [giver, receiver] = [name(event.value.giver), name(event.value.receiver)];
  switch (event.$case) {
    case 'transferOffered': {
      const { relation, reason, dueBy, open, handoverId } = event.value;
      const along = list(open.map(({ kind, count: n }) => count(n, word(openKindToJSON, kind))));
      const how = handoverId === '' ? '' : ' in a handover of many';
      return `${giver} offered ${part(relation)} to ${receiver}${how}: ${word(handoverReasonToJSON, reason)}${when('; along with it: ', along)}${when('; answer due by ', day(dueBy))}.`;
    }
    case 'transferAccepted':
      return `${receiver} accepted ${part(event.value.relation)}; ${giver} stays responsible until it lets go.`;
    case 'transferDeclined':
      return `${receiver} did not take ${part(event.value.relation)}: ${word(transferDeclineReasonToJSON, event.value.reason)}; ${giver} keeps it.`;
    case 'transferReleased':
      return `${giver} let go of ${part(event.value.relation)}; from now on it is with ${receiver}.`;
    case 'transferWithdrawn':
      return `The offer of ${part(event.value.relation)} to ${receiver} was taken back: ${word(transferWithdrawReasonToJSON, event.value.reason)}; ${giver} keeps it.`;
    case 'transferOverdue':
      return `${receiver} has not answered in time whether it takes the case from ${giver}, which stays responsible.`;
    case 'transferEscalated':
      return `The offer of ${giver} still waits for ${receiver} and was escalated.`;
    case 'transferNotOffered':
      return `${giver} could not offer the case to ${receiver} in a handover, because it was on its way already.`;
    default:
      return unreachable(event);
  }
};

/** A handover's event in a sentence; the network's, not a case's. */
export const tellHandover = (event: NonNullable<HandoverEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'handoverDrafted':
      return `${name(event.value.giver)} began a handover of ${count(event.value.declared?.total ?? 0, 'case')}: ${word(handoverReasonToJSON, event.value.reason)}.`;
    case 'handoverItemsListed':
      return `${by} put ${count(event.value.items.length, 'case')} on the list.`;
    case 'handoverItemsRemoved':
      return `${by} took ${count(event.value.caseIds.length, 'case')} off the list.`;
    case 'handoverTotalsDeclared': {
      const { total = 0, direct = 0, remote = 0 } = event.value.declared ?? {};
      return `${by} counted again: ${count(total, 'case')}, ${direct} direct and ${remote} remote.`;
    }
    case 'handoverDifferencesExplained': {
      const parts = event.value.differences.map(
        ({ subject, reason, cases }) => `${counted(subject, cases)} (${word(differenceReasonToJSON, reason)})`,
      );
      return `${by} explained why the numbers differ: ${list(parts) || 'nothing differs'}.`;
    }
    case 'handoverOffered': {
      const receivers = list([...new Set(event.value.items.map(({ receiver }) => name(receiver)))]);
      return `${name(event.value.giver)} offered ${count(event.value.items.length, 'case')}${when(' to ', receivers)}${when('; answers due by ', day(event.value.dueBy))}.`;
    }
    case 'handoverItemOfferedAgain':
      return `${name(event.value.giver)} offered a case again, to ${name(event.value.item?.receiver ?? '')}.`;
    case 'handoverItemAnswered':
      return `A case was answered: ${answered(event.value.answer)}.`;
    case 'handoverItemReleased':
      return 'A case was released to its receiver.';
    case 'handoverItemKept':
      return `A case stays with ${by}: ${word(keepReasonToJSON, event.value.reason)}.`;
    case 'handoverCompleted':
      return `The handover is completed: ${event.value.released} released, ${event.value.kept} kept.`;
    case 'handoverAbandoned':
      return `${by} stopped the handover; ${count(event.value.caseIds.length, 'open offer')} taken back.`;
    default:
      return unreachable(event);
  }
};

const counted = (subject: TotalsSubject, cases: number): string => {
  switch (subject) {
    case TotalsSubject.TOTALS_SUBJECT_UNSPECIFIED:
    case TotalsSubject.TOTALS_SUBJECT_TOTAL:
      return `${count(cases, 'case')} in all`;
    case TotalsSubject.TOTALS_SUBJECT_DIRECT:
      return count(cases, 'direct case');
    case TotalsSubject.TOTALS_SUBJECT_REMOTE:
      return count(cases, 'remote case');
  }
};

const answered = (answer: TransferAnswer): string => {
  switch (answer) {
    case TransferAnswer.TRANSFER_ANSWER_UNSPECIFIED:
      return 'not said how';
    case TransferAnswer.TRANSFER_ANSWER_ACCEPTED:
      return 'accepted';
    case TransferAnswer.TRANSFER_ANSWER_DECLINED:
      return 'declined';
    case TransferAnswer.TRANSFER_ANSWER_WITHDRAWN:
      return 'taken back';
    case TransferAnswer.TRANSFER_ANSWER_NOT_OFFERED:
      return 'it could not be offered, because it was on its way already';
    default:
      return unreachable(answer);
  }
};
