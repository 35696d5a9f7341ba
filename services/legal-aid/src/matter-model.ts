import type { Part } from '@accompany/access/parts';
import {
  Authority,
  ConflictCheck,
  DiscontinueReason,
  Judgment,
  Relation,
  RepresentationBlock,
  RepresentationEnd,
} from '@accompany/contracts/legalaid/v1/types';
import type { DecisionContext, Reason } from '@accompany/domain';
import type { Outcome } from '@accompany/domain/testing';
import { chase, chaseAgain } from './chasing.js';
import { giveCounsel } from './counsel.js';
import type { Event, Matter } from './matter.js';
import { checkConflict, open, openForNeed } from './opening.js';
import * as proceedings from './proceedings.js';
import { block, endRepresentation, engage, unblock } from './representation.js';

export const DAY = 86_400_000;
const STALL = 5;
const EVERY = 3;
export const STAGES = ['opened', 'counselling', 'complaint_filed', 'under_investigation', 'prosecuted', 'in_trial', 'judged'] as const;
const { REPRESENTATION_BLOCK_POLICE_INVESTIGATION: POLICE } = RepresentationBlock;

/** What a matter is, told independently: how far it came, what was left out, and who represents. */
export type Model = {
  phase: 'none' | 'going' | 'closed' | 'discontinued';
  /** Index of the stage in STAGES. */
  stage: number;
  gone: Set<number>;
  conflict: 'unchecked' | 'none' | 'found';
  lawyer: 'none' | 'blocked' | 'engaged' | 'ended';
  counsels: number;
  news: number;
  stalls: number;
  stalled: boolean;
  rounds: number;
  nextRound: number;
};
export type Who = { readonly agency: string; readonly part: Part | undefined };
/** Something that is tried: the decision, and what is to be expected of it. */
export type Step = {
  readonly name: string;
  readonly decide: (state: Matter, context: DecisionContext, part: Part | undefined, id: string) => Event[];
  readonly expected: (model: Model, now: number, who: Who) => Outcome;
};

const INVESTIGATED = STAGES.indexOf('under_investigation');
const JUDGED = STAGES.indexOf('judged');

const own =
  (then: (model: Model, now: number) => Outcome) =>
  (model: Model, now: number, who: Who): Outcome => {
    if (model.phase === 'none' || (who.agency !== 'aple' && who.part === undefined)) return 'MATTER_UNKNOWN';
    return who.agency === 'aple' ? then(model, now) : 'NOT_THE_MATTERS_AGENCY';
  };
const unended = (model: Model): Reason | undefined => (model.phase === 'going' ? undefined : 'MATTER_ENDED');
const hindrance = (model: Model): Reason | undefined => {
  if (model.phase !== 'going') return 'MATTER_ENDED';
  if (model.conflict === 'found') return 'MATTER_CONFLICT_OF_INTEREST';
  return model.conflict === 'unchecked' ? 'MATTER_CONFLICT_CHECK_MISSING' : undefined;
};
const becomes = (model: Model, changed: Partial<Model>): 'changed' => {
  Object.assign(model, changed);
  return 'changed';
};

/** A step on the way to a judgment: from which stages it is taken. */
const stageStep = (stage: number, from: readonly number[], decide: Step['decide']): Step => ({
  name: STAGES[stage] as string,
  decide,
  expected: own((model, now) => {
    if (model.gone.has(stage)) return 'unchanged';
    const refused = hindrance(model) ?? (from.includes(model.stage) ? undefined : 'MATTER_STAGE_OUT_OF_ORDER');
    if (refused !== undefined) return refused;
    model.gone.add(stage);
    return becomes(model, { stage, ...(stage === INVESTIGATED ? { stalls: now + STALL * DAY } : {}) });
  }),
});
const conflictStep = (result: ConflictCheck, conflict: Model['conflict']): Step => ({
  name: `conflict ${conflict}`,
  decide: (state, context, part) => checkConflict(state, result, part, context),
  expected: own((model) => (model.conflict === conflict ? 'unchanged' : (unended(model) ?? becomes(model, { conflict })))),
});
const beneficiaries = [{ beneficiaryId: 'c', relation: Relation.RELATION_CLIENT, name: undefined }];
const nextAfter = (stalls: number, now: number): number => stalls + (Math.floor((now - stalls) / (EVERY * DAY)) + 1) * EVERY * DAY;
const silent = (model: Model): boolean => model.phase === 'going' && model.stage === INVESTIGATED;

export const STEPS: readonly Step[] = [
  {
    name: 'need',
    decide: (state) => openForNeed(state, { needId: 'n', agency: 'aple', clientId: 'c' }),
    expected: (model) => {
      if (model.phase !== 'none') return 'unchanged';
      model.gone.add(0);
      return becomes(model, { phase: 'going', stage: 0, conflict: 'unchecked' });
    },
  },
  {
    name: 'open',
    decide: (state, context, part) =>
      open(
        state,
        { needId: 'n', beneficiaries, conflictCheck: ConflictCheck.CONFLICT_CHECK_NONE_FOUND },
        { clientId: 'c', open: true, part },
        { ...context, actor: { kind: 'agency', agency: 'aple', person: 'p' } },
      ),
    expected: (model, _now, who) => {
      if (who.part === undefined) return 'CASE_UNKNOWN';
      if (model.phase === 'none') {
        model.gone.add(0);
        return becomes(model, { phase: 'going', stage: 0, conflict: 'none' });
      }
      return model.conflict === 'unchecked' ? (unended(model) ?? becomes(model, { conflict: 'none' })) : 'unchanged';
    },
  },
  conflictStep(ConflictCheck.CONFLICT_CHECK_NONE_FOUND, 'none'),
  conflictStep(ConflictCheck.CONFLICT_CHECK_NONE_FOUND, 'none'),
  conflictStep(ConflictCheck.CONFLICT_CHECK_FOUND, 'found'),
  {
    name: 'counsel',
    decide: (state, context, part, counselId) =>
      giveCounsel(state, { counselId, beneficiaryIds: ['c'], topics: [], notes: undefined }, part, context),
    expected: own((model) => {
      const refused = hindrance(model);
      if (refused !== undefined) return refused;
      if (model.stage === 0) model.gone.add(1);
      return becomes(model, { counsels: model.counsels + 1, stage: Math.max(model.stage, 1) });
    }),
  },
  stageStep(2, [0, 1], (state, context, part) =>
    proceedings.fileComplaint(state, { authority: Authority.AUTHORITY_POLICE, fileNumber: undefined }, part, context),
  ),
  stageStep(3, [0, 1, 2], (state, context, part) => proceedings.startInvestigation(state, STALL, part, context)),
  stageStep(4, [3], (state, context, part) => proceedings.startProsecution(state, part, context)),
  stageStep(5, [4], (state, context, part) => proceedings.startTrial(state, part, context)),
  stageStep(6, [5], (state, context, part) =>
    proceedings.recordJudgment(state, { judgment: Judgment.JUDGMENT_CONVICTED, compensationAwarded: false }, part, context),
  ),
  {
    name: 'news',
    decide: (state, context, part, progressId) => proceedings.recordProgress(state, { progressId, notes: undefined }, STALL, part, context),
    expected: own((model, now) => {
      const refused = hindrance(model) ?? (model.stage === INVESTIGATED ? undefined : 'MATTER_NOT_UNDER_INVESTIGATION');
      return refused ?? becomes(model, { news: model.news + 1, stalls: now + STALL * DAY, stalled: false, rounds: 0 });
    }),
  },
  {
    name: 'stall',
    decide: (state, context) => proceedings.stall(state, context.now),
    expected: (model, now) => (silent(model) && !model.stalled && now >= model.stalls ? becomes(model, { stalled: true }) : 'unchanged'),
  },
  {
    name: 'chase',
    decide: (state, context) => chase(state, EVERY, context.now),
    expected: (model, now) =>
      silent(model) && model.stalled && model.rounds === 0
        ? becomes(model, { rounds: 1, nextRound: nextAfter(model.stalls, now) })
        : 'unchanged',
  },
  {
    name: 'chase again',
    decide: (state, context) => chaseAgain(state, context.now),
    expected: (model, now) =>
      silent(model) && model.stalled && model.rounds > 0 && now >= model.nextRound
        ? becomes(model, { rounds: model.rounds + 1, nextRound: nextAfter(model.stalls, now) })
        : 'unchanged',
  },
  {
    name: 'block',
    decide: (state, context, part) => block(state, POLICE, part, context),
    expected: own((model) => {
      if (model.lawyer === 'blocked') return 'unchanged';
      const refused = hindrance(model) ?? (model.lawyer === 'engaged' ? 'MATTER_REPRESENTATION_ENGAGED' : undefined);
      return refused ?? becomes(model, { lawyer: 'blocked' });
    }),
  },
  {
    name: 'unblock',
    decide: (state, context, part) => unblock(state, part, context),
    expected: own((model) => (model.lawyer === 'blocked' ? (hindrance(model) ?? becomes(model, { lawyer: 'none' })) : 'unchanged')),
  },
  {
    name: 'engage',
    decide: (state, context, part) => engage(state, 'l', part, context),
    expected: own((model) => {
      if (model.lawyer === 'engaged') return 'unchanged';
      const refused = hindrance(model) ?? (model.gone.has(4) ? undefined : 'MATTER_REPRESENTATION_TOO_EARLY');
      if (refused !== undefined) return refused;
      return model.lawyer === 'blocked' ? 'MATTER_REPRESENTATION_BLOCKED' : becomes(model, { lawyer: 'engaged' });
    }),
  },
  {
    name: 'end representation',
    decide: (state, context, part) => endRepresentation(state, RepresentationEnd.REPRESENTATION_END_JUDGED, part, context),
    expected: own((model) => {
      if (model.lawyer === 'ended') return 'unchanged';
      if (model.phase !== 'going') return 'MATTER_ENDED';
      return model.lawyer === 'engaged' ? becomes(model, { lawyer: 'ended' }) : 'MATTER_REPRESENTATION_NOT_ENGAGED';
    }),
  },
  {
    name: 'close',
    decide: (state, context, part) => proceedings.close(state, part, context),
    expected: own((model) => {
      if (model.phase === 'closed') return 'unchanged';
      if (model.phase === 'discontinued') return 'MATTER_ENDED';
      if (model.stage !== JUDGED) return 'MATTER_STAGE_OUT_OF_ORDER';
      return model.lawyer === 'engaged' ? 'MATTER_REPRESENTATION_ENGAGED' : becomes(model, { phase: 'closed' });
    }),
  },
  {
    name: 'discontinue',
    decide: (state, context, part) => proceedings.discontinue(state, DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST, part, context),
    expected: own((model) => {
      if (model.phase === 'discontinued') return 'unchanged';
      if (model.phase === 'closed') return 'MATTER_ENDED';
      if (model.stage === JUDGED) return 'MATTER_STAGE_OUT_OF_ORDER';
      return model.lawyer === 'engaged' ? 'MATTER_REPRESENTATION_ENGAGED' : becomes(model, { phase: 'discontinued' });
    }),
  },
  {
    name: 'case refuses',
    decide: (state) => proceedings.discontinueRefused(state),
    expected: (model) => {
      if (model.phase !== 'going' || model.stage === JUDGED) return 'unchanged';
      return becomes(model, { phase: 'discontinued', ...(model.lawyer === 'engaged' ? { lawyer: 'ended' } : {}) });
    },
  },
];
