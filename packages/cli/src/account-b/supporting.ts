import { refusal } from '@accompany/client';
import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { ConflictCheck, CounselTopic, Relation, RepresentationBlock } from '@accompany/contracts/legalaid/v1/types';
import { Period, SupportKind } from '@accompany/contracts/referral/v1/types';
import { eventually, made, note, positions } from '../journey.js';
import { word } from '../output.js';
import { february, type Journey, type Step } from './journey.js';

const caseworker = (journey: Journey) => journey.as('aple', 'aple-caseworker-1');
const lawyer = (journey: Journey) => journey.as('aple', 'aple-lawyer-1');
const counsellor = (journey: Journey) => journey.as('a21', 'a21-counsellor-1');

/** The support itself, and what stands in the way: B7 to B12. */
export const supporting: readonly Step[] = [
  {
    id: 'B7',
    title: 'A21 gives psycho-emotional treatment twice per month',
    play: async (journey) => {
      const { referral } = counsellor(journey);
      const referralId = made(journey, 'referralId');
      note(journey, await referral.startService({ occurredAt: february(8, 14), referralId }));
      const { planId } = note(journey, await referral.draftPlan({ occurredAt: february(8, 15), referralId, note: 'Feel safe again.' }));
      const frequency = { sessions: 2, period: Period.PERIOD_MONTH };
      note(journey, await referral.activatePlan({ occurredAt: february(8, 15, 30), planId, frequency }));
      const days = [9, 22];
      const sessionIds: string[] = [];
      for (const day of days) {
        const planned = await referral.planSession({ occurredAt: february(8, 16), planId, plannedFor: february(day, 14) });
        sessionIds.push(note(journey, planned).sessionId);
      }
      for (const [index, day] of days.entries()) {
        const held = { occurredAt: february(day, 15), planId, sessionId: sessionIds[index], note: 'Notes of the session.' };
        note(journey, await referral.holdSession(held));
      }
      Object.assign(journey.made, { planId, sessionIds });
      const plan = await caseworker(journey).referral.getPlan({ planId, on: february(28) });
      return `plan of two sessions a month; aple sees ${plan.sessionsHeld} held, not the notes; behind plan: ${plan.behindPlan ? 'yes' : 'no'}`;
    },
  },
  {
    id: 'B8',
    title: 'APLE gives welfare support during the lockdown',
    play: async (journey) => {
      const { supportId } = note(
        journey,
        await caseworker(journey).referral.recordSupport({
          occurredAt: february(23),
          caseId: made(journey, 'caseId'),
          kind: SupportKind.SUPPORT_KIND_FOOD,
          amount: '120000',
          currency: 'KHR',
          reason: 'The family lost its income in the COVID-19 lockdown.',
          atLeastPositions: positions(journey, 'intake'),
        }),
      );
      journey.made.supportId = supportId;
      return 'food worth 120000 KHR, by the lead itself, beside the referral; its reason is kept sealed';
    },
  },
  {
    id: 'B9',
    title: 'APLE’s lawyer counsels the girl and her family',
    play: async (journey) => {
      const { legalAid } = lawyer(journey);
      const matterId = await eventually('the legal matter', async () => {
        const [first] = (await legalAid.listMatters({ caseId: made(journey, 'caseId') }).catch(() => ({ matters: [] }))).matters;
        return first?.matterId;
      });
      note(
        journey,
        await legalAid.recordConflictCheck({ occurredAt: february(24), matterId, result: ConflictCheck.CONFLICT_CHECK_NONE_FOUND }),
      );
      const beneficiaryIds: string[] = [];
      for (const relation of [Relation.RELATION_CLIENT, Relation.RELATION_FATHER, Relation.RELATION_MOTHER]) {
        const beneficiary = { relation, name: relation === Relation.RELATION_CLIENT ? '' : 'Example-Parent Fictional' };
        beneficiaryIds.push(
          note(journey, await legalAid.addBeneficiary({ occurredAt: february(24, 10), matterId, beneficiary })).beneficiaryId,
        );
      }
      const topics = [CounselTopic.COUNSEL_TOPIC_RIGHTS, CounselTopic.COUNSEL_TOPIC_EVIDENCE, CounselTopic.COUNSEL_TOPIC_PROTECTION];
      const counsel = await legalAid.recordCounsel({
        occurredAt: february(24, 14),
        matterId,
        beneficiaryIds,
        topics,
        notes: 'Privileged.',
      });
      Object.assign(journey.made, { matterId, beneficiaryIds, counselId: note(journey, counsel).counselId });
      return 'the matter opened by itself from the legal need; three beneficiaries counselled; notes are privileged';
    },
  },
  {
    id: 'B10',
    title: 'No representation at court yet, because the police still investigate',
    play: async (journey) => {
      const { legalAid } = lawyer(journey);
      const matterId = made(journey, 'matterId');
      const reason = RepresentationBlock.REPRESENTATION_BLOCK_POLICE_INVESTIGATION;
      note(journey, await legalAid.startInvestigation({ occurredAt: february(25), matterId }));
      note(journey, await legalAid.blockRepresentation({ occurredAt: february(25, 10), matterId, reason }));
      return `representation blocked by ${word(RepresentationBlock, reason)}: a reason, not an empty field; a timer watches the investigation`;
    },
  },
  {
    id: 'B11',
    title: 'She remains scared of the threats: the threat stays open and the case cannot be closed',
    play: async (journey) => {
      const closing = {
        occurredAt: february(26),
        caseId: made(journey, 'caseId'),
        criterion: ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE,
        evidence: 'Treatment goes well.',
      };
      try {
        await caseworker(journey).intake.proposeClosure(closing);
      } catch (error) {
        journey.made.closureRefused = refusal(error)?.reason ?? '';
        if (journey.made.closureRefused === 'THREAT_OPEN') return 'closing the case is refused: THREAT_OPEN';
        throw error;
      }
      throw new Error('the case could be proposed for closure although a threat is open');
    },
  },
  {
    id: 'B12',
    title: 'All types of support in reach: what the province offers, and what is missing',
    play: async (journey) => {
      const categories = Object.values(ServiceCategory).filter((value): value is ServiceCategory => typeof value === 'number' && value > 0);
      const offered: string[] = [];
      const gaps: string[] = [];
      for (const category of categories) {
        const { services } = await caseworker(journey).directory.listServices({ category, areaCode: '17' });
        (services.length > 0 ? offered : gaps).push(word(ServiceCategory, category));
      }
      Object.assign(journey.made, { offered, gaps });
      return `Siem Reap offers ${offered.join(', ')}; nobody offers ${gaps.join(', ')}`;
    },
  },
];
