import type { ReportEvent } from '@accompany/contracts/intake/v1/events';
import { CaseStatus } from '@accompany/contracts/timeline/v1/types';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { judge, reach, wasOpened } from './standing.js';
import { because, type History } from './state.js';

/** What a report's event says about its case. */
export const evolveReport = (history: History, event: NonNullable<ReportEvent['event']>, fact: Fact): void => {
  const opened = wasOpened(history);
  switch (event.$case) {
    case 'reportReceived':
      history.clientId ||= event.value.clientId;
      history.sprangFrom ||= event.value.sourceCaseId;
      history.reportHolders.add(event.value.agency);
      reach(history, CaseStatus.CASE_STATUS_REPORTED, fact);
      if (!opened) judge(history, event.value.risk, fact);
      break;
    case 'reportScreened':
      if (!opened) judge(history, event.value.risk, fact);
      break;
    case 'reportRiskRaised':
      if (!opened) judge(history, event.value.to, fact);
      break;
    case 'reportAuthorityNotified':
      break;
    case 'reportBecameCase':
      because(history, 'status', fact);
      break;
    case 'reportForwarded':
      history.reportHolders.add(event.value.toAgency);
      reach(history, CaseStatus.CASE_STATUS_NOT_TAKEN_UP, fact);
      break;
    case 'reportLinkedToCase':
    case 'reportNotTakenUp':
      reach(history, CaseStatus.CASE_STATUS_NOT_TAKEN_UP, fact);
      break;
    default:
      unreachable(event);
  }
};
