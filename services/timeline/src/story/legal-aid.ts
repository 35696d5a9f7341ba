import type { MatterEvent } from '@accompany/contracts/legalaid/v1/events';
import {
  authorityToJSON,
  conflictCheckToJSON,
  counselTopicToJSON,
  discontinueReasonToJSON,
  judgmentToJSON,
  Relation,
  RepresentationBlock,
  relationToJSON,
  representationBlockToJSON,
  representationEndToJSON,
} from '@accompany/contracts/legalaid/v1/types';
import { unreachable } from '@accompany/domain';
import { count, day, list, ordinal, type Telling, when, word } from './words.js';

/** The reason, where the reader may know it. */
const because = (reason: RepresentationBlock): string =>
  reason === RepresentationBlock.REPRESENTATION_BLOCK_UNSPECIFIED ? '' : `: ${word(representationBlockToJSON, reason)}`;

/** Whom a lawyer acts for, as seen from the child. */
const relative = (relation: Relation): string => {
  switch (relation) {
    case Relation.RELATION_CLIENT:
      return 'the child';
    case Relation.RELATION_FATHER:
    case Relation.RELATION_MOTHER:
      return `the ${word(relationToJSON, relation)}`;
    case Relation.RELATION_SIBLING:
    case Relation.RELATION_GRANDPARENT:
    case Relation.RELATION_RELATIVE:
    case Relation.RELATION_GUARDIAN:
      return `a ${word(relationToJSON, relation)}`;
    case Relation.RELATION_UNSPECIFIED:
    case Relation.RELATION_OTHER:
      return 'another person';
  }
};

/** A legal matter's event in a sentence. */
export const tellMatter = (event: NonNullable<MatterEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'matterOpened': {
      const { agency, beneficiaries } = event.value;
      const relations = beneficiaries.map(({ relation }) => relative(relation));
      return `${name(agency)} opened a legal matter${when(' for ', list(relations))}.`;
    }
    case 'conflictChecked':
      return `${by} checked for a conflict of interest: ${word(conflictCheckToJSON, event.value.result)}.`;
    case 'beneficiaryAdded': {
      const { beneficiary } = event.value;
      return `${by} acts for another person as well${beneficiary === undefined ? '' : `: ${relative(beneficiary.relation)}`}.`;
    }
    case 'counselGiven': {
      const { beneficiaryIds, topics } = event.value;
      const about = list(topics.map((topic) => word(counselTopicToJSON, topic)));
      return `${by}'s lawyer counselled ${count(beneficiaryIds.length, 'beneficiary', 'beneficiaries')}${when(' on ', about)}.`;
    }
    case 'representationBlocked':
      return `No representation at court for now${because(event.value.reason)}.`;
    case 'representationUnblocked':
      return `What stood in the way of representation is gone${because(event.value.reason)}.`;
    case 'representationEngaged':
      return `A lawyer of ${by} represents the beneficiaries at court.`;
    case 'representationEnded':
      return `Representation at court ended: ${word(representationEndToJSON, event.value.reason)}.`;
    case 'complaintFiled':
      return `A complaint was filed with the ${word(authorityToJSON, event.value.authority)}.`;
    case 'investigationStarted':
      return 'The authorities began to investigate.';
    case 'investigationProgressed':
      return `${by} heard of the investigation.`;
    case 'investigationStalled':
      return `Nothing was heard of the investigation for too long${when('; stalled since ', day(event.value.stalledSince))}.`;
    case 'matterPassedOn': {
      const { fromAgency, toAgency } = event.value;
      return `${name(toAgency)} took the legal matter over from ${name(fromAgency)}.`;
    }
    case 'legalChaseAsked': {
      const { agency, round, nextAt } = event.value;
      return `${name(agency)} is to ask the authorities about the stalled investigation for the ${ordinal(round)} time${when('; next by ', day(nextAt))}.`;
    }
    case 'prosecutionStarted':
      return 'The prosecutor began to prosecute.';
    case 'trialStarted':
      return 'The trial began.';
    case 'judgmentGiven':
      return `The court gave its judgment: ${word(judgmentToJSON, event.value.judgment)}${event.value.compensationAwarded ? ', with compensation' : ''}.`;
    case 'matterClosed':
      return 'The legal matter was closed after the judgment.';
    case 'matterDiscontinued':
      return `The legal matter ended without a judgment: ${word(discontinueReasonToJSON, event.value.reason)}.`;
    default:
      return unreachable(event);
  }
};
