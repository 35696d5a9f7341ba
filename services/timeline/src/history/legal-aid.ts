import type { MatterEvent } from '@accompany/contracts/legalaid/v1/events';
import { MatterStatus, RepresentationBlock, RepresentationStatus } from '@accompany/contracts/legalaid/v1/types';
import type { CaseMatter } from '@accompany/contracts/timeline/v1/types';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { advance, because, ensure, type History } from './state.js';

/** Whether a matter goes on. */
export const isGoingOn = (status: MatterStatus): boolean => status < MatterStatus.MATTER_STATUS_CLOSED;

const newMatter = (matterId: string): CaseMatter => ({
  matterId,
  agency: '',
  status: MatterStatus.MATTER_STATUS_UNSPECIFIED,
  beneficiaries: 0,
  representation: RepresentationStatus.REPRESENTATION_STATUS_NONE,
  blockedBy: RepresentationBlock.REPRESENTATION_BLOCK_UNSPECIFIED,
  stalledSince: undefined,
  counselsGiven: 0,
});

const reach = (matter: CaseMatter, status: MatterStatus): void => {
  matter.status = advance((stage) => stage, matter.status, status);
};

const represent = (matter: CaseMatter, representation: RepresentationStatus, blockedBy: RepresentationBlock = 0): void => {
  matter.representation = representation;
  matter.blockedBy = blockedBy;
};

/** What a legal matter's event says. */
export const evolveMatter = (history: History, event: NonNullable<MatterEvent['event']>, fact: Fact): void => {
  const matter = ensure(history.matters, fact.streamId, () => newMatter(fact.streamId));
  because(history, `matter:${fact.streamId}`, fact);
  switch (event.$case) {
    case 'matterOpened':
      matter.agency = event.value.agency;
      matter.beneficiaries += event.value.beneficiaries.length;
      reach(matter, MatterStatus.MATTER_STATUS_OPENED);
      break;
    case 'beneficiaryAdded':
      matter.beneficiaries++;
      break;
    case 'matterPassedOn':
      matter.agency = event.value.toAgency;
      break;
    case 'conflictChecked':
    case 'legalChaseAsked':
      break;
    case 'counselGiven':
      matter.counselsGiven++;
      reach(matter, MatterStatus.MATTER_STATUS_COUNSELLING);
      break;
    case 'representationBlocked':
      represent(matter, RepresentationStatus.REPRESENTATION_STATUS_BLOCKED, event.value.reason);
      break;
    case 'representationUnblocked':
      if (matter.representation === RepresentationStatus.REPRESENTATION_STATUS_BLOCKED)
        represent(matter, RepresentationStatus.REPRESENTATION_STATUS_NONE);
      break;
    case 'representationEngaged':
      represent(matter, RepresentationStatus.REPRESENTATION_STATUS_ENGAGED);
      break;
    case 'representationEnded':
      represent(matter, RepresentationStatus.REPRESENTATION_STATUS_ENDED);
      break;
    case 'complaintFiled':
      reach(matter, MatterStatus.MATTER_STATUS_COMPLAINT_FILED);
      break;
    case 'investigationStarted':
      reach(matter, MatterStatus.MATTER_STATUS_UNDER_INVESTIGATION);
      break;
    case 'investigationProgressed':
      matter.stalledSince = undefined;
      break;
    case 'investigationStalled':
      matter.stalledSince = event.value.stalledSince;
      break;
    case 'prosecutionStarted':
      matter.stalledSince = undefined;
      reach(matter, MatterStatus.MATTER_STATUS_PROSECUTED);
      break;
    case 'trialStarted':
      reach(matter, MatterStatus.MATTER_STATUS_IN_TRIAL);
      break;
    case 'judgmentGiven':
      reach(matter, MatterStatus.MATTER_STATUS_JUDGED);
      break;
    case 'matterClosed':
      reach(matter, MatterStatus.MATTER_STATUS_CLOSED);
      break;
    case 'matterDiscontinued':
      reach(matter, MatterStatus.MATTER_STATUS_DISCONTINUED);
      break;
    default:
      unreachable(event);
  }
};
