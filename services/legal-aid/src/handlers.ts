import { caseFacts } from '@accompany/access';
import type { Part } from '@accompany/access/parts';
import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import type { LegalAidServiceDefinition, NewBeneficiary } from '@accompany/contracts/legalaid/v1/service';
import { Relation } from '@accompany/contracts/legalaid/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { App, Call, Handlers, Mutation } from '@accompany/runtime';
import { giveCounsel } from './counsel.js';
import { agencyOf, own } from './guards.js';
import { matterIdForNeed } from './ids.js';
import { type Event, type Matter, matterAggregate } from './matter.js';
import { findMatter } from './matter-queries.js';
import { addBeneficiary, checkConflict, open } from './opening.js';
import * as proceedings from './proceedings.js';
import { listMatters, readMatter } from './read-queries.js';
import * as representation from './representation.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY, PERSONAL_DATA_CATEGORY_LEGAL } = PersonalDataCategory;

type OnMatter = Mutation & { readonly matterId: string };
type Decision = (state: Matter, part: Part | undefined, context: DecisionContext) => Event[];

/** The calls of the legal-aid service. */
export const legalAidHandlers = (app: App): Handlers<LegalAidServiceDefinition> => {
  const stalledAfterDays = app.config.ACCOMPANY_STALLED_AFTER_DAYS;

  /** Decides on a matter that is there. */
  const decideOn = async (message: OnMatter, call: Call, decide: Decision) => {
    const { part } = await findMatter(app, message.matterId, call);
    const { etag, position } = await app.execute(matterAggregate, message.matterId, message, call, {
      decide: (state, context) => decide(state, part, context),
    });
    return { etag, position };
  };

  /** Seals a text that the caller sends with a decision on a matter of theirs. */
  const sealFor = async (message: OnMatter, call: Call, category: PersonalDataCategory, text: string): Promise<Sealed | undefined> => {
    const { state, part } = await findMatter(app, message.matterId, call);
    return app.seal(own(state, part, call.actor).clientId, category, matterAggregate, message.matterId, text);
  };

  /** A beneficiary's id: the child has its own, everybody else one that the request gives. */
  const beneficiaryId = (call: Call, message: Mutation, { relation }: NewBeneficiary, clientId: string, index = 0): string =>
    relation === Relation.RELATION_CLIENT ? clientId : app.newId(call, message, `beneficiary-${index}`);

  return {
    openMatter: async (message, call) => {
      const { agency } = agencyOf(call.actor);
      const { caseId, needId, conflictCheck } = message;
      for (const position of message.atLeastPositions) await app.awaitPosition(position, caseId);
      const known = await caseFacts(app.db, caseId);
      const part = known?.partOf(agency);
      if (known === undefined || part === undefined) throw new Rejection('CASE_UNKNOWN');
      const { clientId } = known;
      const matterId = needId === '' ? app.newId(call, message, 'matter') : matterIdForNeed(needId, agency);
      const beneficiaries = await Promise.all(
        message.beneficiaries.map(async (beneficiary, index) => ({
          beneficiaryId: beneficiaryId(call, message, beneficiary, clientId, index),
          relation: beneficiary.relation,
          name: await app.seal(clientId, PERSONAL_DATA_CATEGORY_IDENTITY, matterAggregate, matterId, beneficiary.name),
        })),
      );
      const { etag, position } = await app.execute(matterAggregate, matterId, message, call, {
        caseId,
        decide: (state, context) => open(state, { needId, beneficiaries, conflictCheck }, { clientId, open: known.open, part }, context),
      });
      return { matterId, beneficiaryIds: beneficiaries.map((beneficiary) => beneficiary.beneficiaryId), etag, position };
    },

    recordConflictCheck: (message, call) =>
      decideOn(message, call, (state, part, context) => checkConflict(state, message.result, part, context)),

    addBeneficiary: async (message, call) => {
      const { state: found, part } = await findMatter(app, message.matterId, call);
      const { clientId } = own(found, part, call.actor);
      const given = message.beneficiary ?? { relation: Relation.RELATION_UNSPECIFIED, name: '' };
      const beneficiary = {
        beneficiaryId: beneficiaryId(call, message, given, clientId),
        relation: given.relation,
        name: await sealFor(message, call, PERSONAL_DATA_CATEGORY_IDENTITY, given.name),
      };
      const done = await decideOn(message, call, (state, _, context) => addBeneficiary(state, beneficiary, part, context));
      return { beneficiaryId: beneficiary.beneficiaryId, ...done };
    },

    recordCounsel: async (message, call) => {
      const { beneficiaryIds, topics } = message;
      const counselId = app.newId(call, message, 'counsel');
      const notes = await sealFor(message, call, PERSONAL_DATA_CATEGORY_LEGAL, message.notes);
      const counsel = { counselId, beneficiaryIds, topics, notes };
      return { counselId, ...(await decideOn(message, call, (state, part, context) => giveCounsel(state, counsel, part, context))) };
    },

    blockRepresentation: (message, call) =>
      decideOn(message, call, (state, part, context) => representation.block(state, message.reason, part, context)),
    unblockRepresentation: (message, call) =>
      decideOn(message, call, (state, part, context) => representation.unblock(state, part, context)),
    engageRepresentation: (message, call) =>
      decideOn(message, call, (state, part, context) => representation.engage(state, message.lawyer, part, context)),
    endRepresentation: (message, call) =>
      decideOn(message, call, (state, part, context) => representation.endRepresentation(state, message.reason, part, context)),

    fileComplaint: async (message, call) => {
      const fileNumber = await sealFor(message, call, PERSONAL_DATA_CATEGORY_LEGAL, message.fileNumber);
      const complaint = { authority: message.authority, fileNumber };
      return decideOn(message, call, (state, part, context) => proceedings.fileComplaint(state, complaint, part, context));
    },
    startInvestigation: (message, call) =>
      decideOn(message, call, (state, part, context) => proceedings.startInvestigation(state, stalledAfterDays, part, context)),
    recordInvestigationProgress: async (message, call) => {
      const notes = await sealFor(message, call, PERSONAL_DATA_CATEGORY_LEGAL, message.notes);
      const news = { progressId: app.newId(call, message, 'progress'), notes };
      return decideOn(message, call, (state, part, context) => proceedings.recordProgress(state, news, stalledAfterDays, part, context));
    },
    startProsecution: (message, call) =>
      decideOn(message, call, (state, part, context) => proceedings.startProsecution(state, part, context)),
    startTrial: (message, call) => decideOn(message, call, (state, part, context) => proceedings.startTrial(state, part, context)),
    recordJudgment: ({ judgment, compensationAwarded, ...message }, call) =>
      decideOn(message, call, (state, part, context) =>
        proceedings.recordJudgment(state, { judgment, compensationAwarded }, part, context),
      ),
    closeMatter: (message, call) => decideOn(message, call, (state, part, context) => proceedings.close(state, part, context)),
    discontinueMatter: (message, call) =>
      decideOn(message, call, (state, part, context) => proceedings.discontinue(state, message.reason, part, context)),

    getMatter: (message, call) => readMatter(app, message, call),
    listMatters: (message, call) => listMatters(app, message, call),
  };
};
