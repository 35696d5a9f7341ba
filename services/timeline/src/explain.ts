import { carePlanStatusToJSON } from '@accompany/contracts/assessment/v1/careplan_types';
import { assessmentStatusToJSON } from '@accompany/contracts/assessment/v1/types';
import { riskLevelToJSON } from '@accompany/contracts/common/v1/common';
import { participantRoleToJSON } from '@accompany/contracts/intake/v1/types';
import { matterStatusToJSON, representationStatusToJSON } from '@accompany/contracts/legalaid/v1/types';
import { planStatusToJSON, referralStatusToJSON } from '@accompany/contracts/referral/v1/types';
import { caseStatusToJSON } from '@accompany/contracts/timeline/v1/types';
import { type Fact, isCorrection } from './fact.js';
import { carePlanOf } from './history/careplan.js';
import type { History } from './history.js';
import { list, nameOf, word } from './story/words.js';

/** The value of an aspect in words. */
export const inWords = (history: History, aspect: string): string => {
  if (aspect === 'corrections') return String(history.because.get(aspect)?.length ?? 0);
  if (counted(history, aspect).length === 0) return 'struck out';
  const colon = aspect.indexOf(':');
  const kind = colon < 0 ? aspect : aspect.slice(0, colon);
  const id = colon < 0 ? '' : aspect.slice(colon + 1);
  switch (kind) {
    case 'status':
      return word(caseStatusToJSON, history.status);
    case 'lead':
      return history.lead;
    case 'risk':
      return word(riskLevelToJSON, history.risk);
    case 'caseworker':
      return history.caseworker;
    case 'whereabouts':
      return history.searches.size > 0 ? 'unknown' : 'known';
    case 'participant': {
      const roles = [...history.participants.values()]
        .filter(({ agency }) => agency === id)
        .map(({ role }) => word(participantRoleToJSON, role));
      return roles.length === 0 ? 'not in the case any more' : list(roles);
    }
    case 'threat':
      return history.threats.get(id)?.resolved === false ? 'open' : 'resolved';
    case 'consent':
      if (history.withdrawn.has(id)) return 'withdrawn';
      if (happened(history, aspect, 'consentExpired')) return 'expired';
      return history.bases.has(id) ? 'given' : 'refused';
    case 'legal-basis':
      if (happened(history, aspect, 'legalBasisExpired')) return 'expired';
      return history.bases.has(id) ? 'approved' : 'proposed';
    case 'assessment':
      return word(assessmentStatusToJSON, history.assessments.get(id)?.status ?? 0);
    case 'need':
      return history.needs.get(id)?.met === true ? 'met' : 'not met';
    case 'referral':
      return word(referralStatusToJSON, history.referrals.get(id)?.status ?? 0);
    case 'plan':
      return word(planStatusToJSON, history.plans.get(id)?.status ?? 0);
    case 'support':
      return history.support.has(id) ? 'delivered' : 'entered in error';
    case 'careplan':
      return standingOf(history);
    case 'matter': {
      const matter = history.matters.get(id);
      return `${word(matterStatusToJSON, matter?.status ?? 0)}, representation ${word(representationStatusToJSON, matter?.representation ?? 0)}`;
    }
    default:
      return happenedLast(history, aspect);
  }
};

/** The facts of an aspect that count, in the order in which they happened. */
const counted = (history: History, aspect: string): Fact[] =>
  (history.because.get(aspect) ?? []).filter((fact) => fact.correction?.struck !== true && !isCorrection(fact));

const happened = (history: History, aspect: string, $case: Fact['event']['$case']): boolean =>
  counted(history, aspect).some(({ event }) => event.$case === $case);

const standingOf = ({ carePlan }: History): string => {
  const plan = carePlanOf(carePlan);
  return plan === undefined ? 'entered in error' : word(carePlanStatusToJSON, plan.status);
};

/** What is known of everything else: what happened to it last, as the name of its event says. */
const happenedLast = (history: History, aspect: string): string => {
  const last = counted(history, aspect).at(-1);
  return last === undefined ? '' : nameOf(last.event.$case);
};
