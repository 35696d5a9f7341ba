import { type ProgrammeBegun, ProgrammeEvent } from '@accompany/contracts/intake/v1/programme_events';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { callerOf } from './caller.js';

export type Event = NonNullable<ProgrammeEvent['event']>;

export type KnownProgramme = {
  readonly status: 'running' | 'ending' | 'ended';
  readonly begun: ProgrammeBegun;
  /** The cases that are in it, each with the admission under which it is. */
  readonly cases: ReadonlyMap<string, number>;
  readonly admissions: number;
  readonly endedAt: Date | undefined;
};

export type Programme = { readonly status: 'none' } | KnownProgramme;

export const programme: Decider<Programme, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'programmeBegun')
      return { status: 'running', begun: event.value, cases: new Map(), admissions: 0, endedAt: undefined };
    if (state.status === 'none') throw new Error('a programme begins with its beginning');
    switch (event.$case) {
      case 'programmeCaseAdmitted': {
        const { caseId, admission } = event.value;
        return { ...state, cases: new Map(state.cases).set(caseId, admission), admissions: admission };
      }
      case 'programmeCaseLeft':
        return { ...state, cases: new Map([...state.cases].filter(([caseId]) => caseId !== event.value.caseId)) };
      case 'programmeEnding':
        return { ...state, status: 'ending' };
      case 'programmeContinued':
        return { ...state, status: 'running' };
      case 'programmeEnded':
        return { ...state, status: 'ended', endedAt: event.value.endedAt };
      default:
        return unreachable(event);
    }
  },
};

/** Stream `programme-<programme id>`, keyed by the agency that runs it. */
export const programmeAggregate = aggregate({
  category: 'programme',
  type: 'accompany.intake.v1',
  topic: 'network',
  decider: programme,
  codec: ProgrammeEvent,
});

/** An agency begins a programme, from an office of its own that the directory lists, or from none. Beginning it again changes nothing. */
export const begin = (
  state: Programme,
  command: Omit<ProgrammeBegun, 'agency' | 'begunAt'>,
  listed: boolean,
  context: DecisionContext,
): Event[] => {
  const { agency } = callerOf(context);
  if (state.status !== 'none') return [];
  if (command.officeId !== '' && !listed) throw new Rejection('OFFICE_NOT_LISTED', { office: command.officeId });
  return [{ $case: 'programmeBegun', value: { ...command, agency, begunAt: context.occurredAt } }];
};

/**
 * A case is let in. This, against the announcement of the end in the same stream, decides whether it may enter; its own stream
 * follows. `checkCase` throws when the case is not one that can enter.
 */
export const admit = (state: Programme, caseId: string, checkCase: () => void, context: DecisionContext): Event[] => {
  const known = run(state, context);
  if (known.cases.has(caseId)) return [];
  if (known.status === 'ended') throw hasEnded(known);
  if (known.status === 'ending') throw new Rejection('PROGRAMME_ENDING', { programme_id: known.begun.programmeId });
  checkCase();
  return [{ $case: 'programmeCaseAdmitted', value: { caseId, admission: known.admissions + 1 } }];
};

/** What the case's stream says of leaving; an admission that is over already, or another one, is no news. */
export const followLeaving = (state: Programme, caseId: string, admission: number): Event[] => {
  if (state.status === 'none' || state.cases.get(caseId) !== admission) return [];
  return [{ $case: 'programmeCaseLeft', value: { caseId, admission } }];
};

/** The end is announced: no case enters any more, those that are in it stay. */
export const announceEnd = (state: Programme, reason: string, context: DecisionContext): Event[] => {
  const known = run(state, context);
  if (known.status === 'ending') return [];
  if (known.status === 'ended') throw hasEnded(known);
  return [{ $case: 'programmeEnding', value: { reason } }];
};

/** The announcement is taken back. */
export const goOn = (state: Programme, reason: string, context: DecisionContext): Event[] => {
  const known = run(state, context);
  if (known.status === 'running') return [];
  if (known.status === 'ended') throw hasEnded(known);
  return [{ $case: 'programmeContinued', value: { reason } }];
};

/** Error details have to stay small: the first cases by name, all of them as a number. */
const MOST_NAMED = 50;

/**
 * It ends, when it holds no case any more.
 * @param gone cases that have left in their own streams, each with the admission that is over
 */
export const end = (state: Programme, gone: ReadonlyMap<string, number>, context: DecisionContext): Event[] => {
  const known = run(state, context);
  if (known.status === 'ended') return [];
  if (known.status === 'running') throw new Rejection('PROGRAMME_NOT_ENDING', { programme_id: known.begun.programmeId });
  const left = [...gone].flatMap(([caseId, admission]) => followLeaving(known, caseId, admission));
  const held = [...known.cases.keys()].filter((caseId) => gone.get(caseId) !== known.cases.get(caseId)).sort();
  if (held.length > 0)
    throw new Rejection('PROGRAMME_HOLDS_CASES', { cases: String(held.length), case_ids: held.slice(0, MOST_NAMED).join(', ') });
  return [...left, { $case: 'programmeEnded', value: { admissions: known.admissions, endedAt: context.occurredAt } }];
};

/** The programme, whoever asks. */
export const known = (state: Programme): KnownProgramme => {
  if (state.status === 'none') throw new Rejection('PROGRAMME_UNKNOWN');
  return state;
};

/** The programme, for the agency that runs it. */
export const run = (state: Programme, context: Pick<DecisionContext, 'actor'>): KnownProgramme => {
  const { agency } = callerOf(context);
  const found = known(state);
  if (found.begun.agency !== agency) throw new Rejection('PROGRAMME_UNKNOWN');
  return found;
};

export const hasEnded = ({ begun }: KnownProgramme): Rejection => new Rejection('PROGRAMME_HAS_ENDED', { programme_id: begun.programmeId });
