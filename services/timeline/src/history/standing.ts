import type { CaseMerged } from '@accompany/contracts/intake/v1/events';
import { CaseStatus } from '@accompany/contracts/timeline/v1/types';
import type { Fact } from '../fact.js';
import { advance, because, type History } from './state.js';

const rank = (status: CaseStatus): number => {
  switch (status) {
    case CaseStatus.CASE_STATUS_UNSPECIFIED:
      return 0;
    case CaseStatus.CASE_STATUS_REPORTED:
      return 1;
    case CaseStatus.CASE_STATUS_NOT_TAKEN_UP:
      return 2;
    case CaseStatus.CASE_STATUS_OPEN:
    case CaseStatus.CASE_STATUS_CLOSURE_PROPOSED:
      return 3;
    case CaseStatus.CASE_STATUS_CLOSED:
      return 4;
    case CaseStatus.CASE_STATUS_MERGED:
      return 5;
    case CaseStatus.CASE_STATUS_ENTERED_IN_ERROR:
      return 6;
  }
};

/** Whether the case was ever opened. */
export const wasOpened = ({ status }: History): boolean => rank(status) >= rank(CaseStatus.CASE_STATUS_OPEN);

/** Whether a case is worked on. */
export const isCaseOpen = (status: CaseStatus): boolean => rank(status) === rank(CaseStatus.CASE_STATUS_OPEN);

/** The case stands at a status, unless it is further already. */
export const reach = (history: History, status: CaseStatus, fact: Fact): void => {
  if (advance(rank, history.status, status) !== status) return;
  history.status = status;
  because(history, 'status', fact);
};

/** The risk was judged anew. */
export const judge = (history: History, risk: History['risk'], fact: Fact): void => {
  history.risk = risk;
  because(history, 'risk', fact);
};

/** A closed case is worked on again; one that ended otherwise does not come back by it. */
export const reopen = (history: History, fact: Fact): void => {
  if (rank(history.status) <= rank(CaseStatus.CASE_STATUS_CLOSED)) history.status = CaseStatus.CASE_STATUS_OPEN;
  because(history, 'status', fact);
};

/** It became part of another case, unless it is known that this was undone. */
export const merge = (history: History, { mergeId, intoCaseId }: CaseMerged, fact: Fact): void => {
  because(history, 'status', fact);
  if (history.ended.has(`merge:${mergeId}`)) return;
  history.merged = { mergeId, intoCaseId };
  history.status = advance(rank, history.status, CaseStatus.CASE_STATUS_MERGED);
};

/** It is a case of its own again. */
export const undoMerge = (history: History, mergeId: string, fact: Fact): void => {
  because(history, 'status', fact);
  history.ended.add(`merge:${mergeId}`);
  if (history.merged?.mergeId !== mergeId) return;
  history.merged = undefined;
  if (history.status === CaseStatus.CASE_STATUS_MERGED) history.status = CaseStatus.CASE_STATUS_OPEN;
};
