import type { Sealed } from '@accompany/contracts/common/v1/common';
import { type Beneficiary, type CounselGiven, MatterEvent } from '@accompany/contracts/legalaid/v1/events';
import { type Authority, ConflictCheck, type Judgment, type RepresentationBlock } from '@accompany/contracts/legalaid/v1/types';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

export type Event = NonNullable<MatterEvent['event']>;

/** The way to a judgment. Stages are never gone back. */
export type Stage = 'opened' | 'counselling' | 'complaint_filed' | 'under_investigation' | 'prosecuted' | 'in_trial' | 'judged';

/** Whether a lawyer represents the beneficiaries at court: never an empty field where something stands in the way. */
export type Representation =
  | { readonly status: 'none' }
  | { readonly status: 'blocked'; readonly by: RepresentationBlock }
  | { readonly status: 'engaged'; readonly lawyer: string }
  | { readonly status: 'ended'; readonly lawyer: string };

/** How often the authorities were to be asked since the investigation stalled, and when next. */
export type Chase = { readonly round: number; readonly nextAt: Date; readonly everyDays: number };

/** What is heard of an investigation, and from when on silence means that it has stalled. */
export type Investigation = {
  readonly stallsAt: Date;
  readonly stalled: boolean;
  readonly chase: Chase | undefined;
  readonly news: readonly { readonly id: string; readonly notes: Sealed | undefined }[];
};

/** A matter that was opened, whatever became of it. */
export type OpenedMatter = {
  readonly status: Stage | 'closed' | 'discontinued';
  /** Stages that were gone through; some can be left out. */
  readonly reached: readonly Stage[];
  readonly clientId: string;
  readonly needId: string;
  readonly agency: string;
  readonly conflict: ConflictCheck;
  readonly beneficiaries: readonly Beneficiary[];
  /** Counsel with the agency that gave it: who reads the notes. */
  readonly counsels: readonly (CounselGiven & { readonly agency: string })[];
  readonly representation: Representation;
  readonly complaint: { readonly authority: Authority; readonly fileNumber: Sealed | undefined } | undefined;
  readonly investigation: Investigation | undefined;
  readonly judgment: Judgment | undefined;
};

export type Matter = { readonly status: 'none' } | OpenedMatter;

export const matter: Decider<Matter, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'matterOpened') return opened(event.value);
    return state.status === 'none' ? state : evolveOpened(state, event);
  },
};

const opened = ({
  clientId,
  needId,
  agency,
  beneficiaries,
  conflictCheck,
}: (Event & { $case: 'matterOpened' })['value']): OpenedMatter => ({
  status: 'opened',
  reached: ['opened'],
  clientId,
  needId,
  agency,
  conflict: conflictCheck,
  beneficiaries,
  counsels: [],
  representation: { status: 'none' },
  complaint: undefined,
  investigation: undefined,
  judgment: undefined,
});

const evolveOpened = (state: OpenedMatter, event: Exclude<Event, { $case: 'matterOpened' }>): OpenedMatter => {
  switch (event.$case) {
    case 'conflictChecked':
      return { ...state, conflict: event.value.result };
    case 'beneficiaryAdded': {
      const { beneficiary } = event.value;
      return beneficiary === undefined ? state : { ...state, beneficiaries: [...state.beneficiaries, beneficiary] };
    }
    case 'counselGiven': {
      const counselled = { ...state, counsels: [...state.counsels, { ...event.value, agency: state.agency }] };
      return state.status === 'opened' ? at(counselled, 'counselling') : counselled;
    }
    case 'representationBlocked':
      return { ...state, representation: { status: 'blocked', by: event.value.reason } };
    case 'representationUnblocked':
      return { ...state, representation: { status: 'none' } };
    case 'representationEngaged':
      return { ...state, representation: { status: 'engaged', lawyer: event.value.lawyer } };
    case 'representationEnded':
      return { ...state, representation: { status: 'ended', lawyer: event.value.lawyer } };
    case 'complaintFiled':
      return { ...at(state, 'complaint_filed'), complaint: event.value };
    case 'investigationStarted': {
      const stallsAt = event.value.stallsAt ?? new Date(0);
      return { ...at(state, 'under_investigation'), investigation: { stallsAt, stalled: false, chase: undefined, news: [] } };
    }
    case 'investigationProgressed':
      return { ...state, investigation: heard(state.investigation, event.value) };
    case 'investigationStalled':
      return state.investigation === undefined ? state : { ...state, investigation: { ...state.investigation, stalled: true } };
    case 'legalChaseAsked': {
      const { round, everyDays, nextAt = new Date(0) } = event.value;
      return state.investigation === undefined
        ? state
        : { ...state, investigation: { ...state.investigation, chase: { round, nextAt, everyDays } } };
    }
    case 'prosecutionStarted':
      return at(state, 'prosecuted');
    case 'trialStarted':
      return at(state, 'in_trial');
    case 'judgmentGiven':
      return { ...at(state, 'judged'), judgment: event.value.judgment };
    case 'matterPassedOn':
      return { ...state, agency: event.value.toAgency, conflict: ConflictCheck.CONFLICT_CHECK_PENDING };
    case 'matterClosed':
      return { ...state, status: 'closed' };
    case 'matterDiscontinued':
      return { ...state, status: 'discontinued' };
    default:
      return unreachable(event);
  }
};

const at = (state: OpenedMatter, stage: Stage): OpenedMatter => ({ ...state, status: stage, reached: [...state.reached, stage] });

/** Old news that is written down late does not end a stall that came after it. */
const heard = (
  investigation: Investigation | undefined,
  { progressId, stallsAt = new Date(0), notes }: (Event & { $case: 'investigationProgressed' })['value'],
): Investigation | undefined => {
  if (investigation === undefined) return undefined;
  const later = stallsAt > investigation.stallsAt;
  const stalled = investigation.stalled && !later;
  return {
    stallsAt: later ? stallsAt : investigation.stallsAt,
    stalled,
    chase: stalled ? investigation.chase : undefined,
    news: [...investigation.news, { id: progressId, notes }],
  };
};

export const matterAggregate = aggregate({
  category: 'matter',
  type: 'accompany.legalaid.v1',
  topic: 'case',
  decider: matter,
  codec: MatterEvent,
});
