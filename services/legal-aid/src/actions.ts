import {
  Authority,
  ConflictCheck,
  CounselTopic,
  DiscontinueReason,
  Judgment,
  Relation,
  RepresentationBlock,
  RepresentationEnd,
} from '@accompany/contracts/legalaid/v1/types';
import { type Action, type Actor, ANY_ID as NEW } from '@accompany/domain';
import { giveCounsel } from './counsel.js';
import type { Event, Matter } from './matter.js';
import { addBeneficiary, checkConflict } from './opening.js';
import * as proceedings from './proceedings.js';
import * as representation from './representation.js';

/** What the agency of a matter does with it. Opening one rests on facts of the case and is tried by opening. */
export const matterActions: readonly Action<Matter, Event>[] = [
  {
    name: 'RecordConflictCheck',
    attempt: (state, context) => checkConflict(state, ConflictCheck.CONFLICT_CHECK_NONE_FOUND, undefined, context),
  },
  {
    name: 'AddBeneficiary',
    attempt: (state, context) =>
      addBeneficiary(state, { beneficiaryId: NEW, relation: Relation.RELATION_RELATIVE, name: undefined }, undefined, context),
  },
  {
    name: 'RecordCounsel',
    attempt: (state, context) =>
      giveCounsel(
        state,
        { counselId: NEW, beneficiaryIds: [], topics: [CounselTopic.COUNSEL_TOPIC_RIGHTS], notes: undefined },
        undefined,
        context,
      ),
  },
  {
    name: 'BlockRepresentation',
    attempt: (state, context) => representation.block(state, blockOf(state), undefined, context),
  },
  { name: 'UnblockRepresentation', attempt: (state, context) => representation.unblock(state, undefined, context) },
  { name: 'EngageRepresentation', attempt: (state, context) => representation.engage(state, NEW, undefined, context) },
  {
    name: 'EndRepresentation',
    attempt: (state, context) =>
      representation.endRepresentation(state, RepresentationEnd.REPRESENTATION_END_LAWYER_WITHDREW, undefined, context),
  },
  {
    name: 'FileComplaint',
    attempt: (state, context) =>
      proceedings.fileComplaint(state, { authority: Authority.AUTHORITY_POLICE, fileNumber: undefined }, undefined, context),
  },
  { name: 'StartInvestigation', attempt: (state, context) => proceedings.startInvestigation(state, 1, undefined, context) },
  {
    name: 'RecordInvestigationProgress',
    attempt: (state, context) => proceedings.recordProgress(state, { progressId: NEW, notes: undefined }, 1, undefined, context),
  },
  { name: 'StartProsecution', attempt: (state, context) => proceedings.startProsecution(state, undefined, context) },
  { name: 'StartTrial', attempt: (state, context) => proceedings.startTrial(state, undefined, context) },
  {
    name: 'RecordJudgment',
    attempt: (state, context) =>
      proceedings.recordJudgment(state, { judgment: Judgment.JUDGMENT_CONVICTED, compensationAwarded: false }, undefined, context),
  },
  { name: 'CloseMatter', attempt: (state, context) => proceedings.close(state, undefined, context) },
  {
    name: 'DiscontinueMatter',
    attempt: (state, context) => proceedings.discontinue(state, DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST, undefined, context),
  },
];

/** What stands in the way of it, or else something that might. */
const blockOf = (state: Matter): RepresentationBlock =>
  state.status !== 'none' && state.representation.status === 'blocked'
    ? state.representation.by
    : RepresentationBlock.REPRESENTATION_BLOCK_CLIENT_NOT_READY;

/** Whether the actor is of the agency whose matter it is; to everybody else it does not exist here. */
export const isOwner = (state: Matter, actor: Actor): boolean =>
  actor.kind === 'agency' && state.status !== 'none' && state.agency === actor.agency;
