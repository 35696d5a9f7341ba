import type { Part } from '@accompany/access/parts';
import type { Sealed, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Assessment, Event } from './assessment.js';
import { inTheWay, own } from './guards.js';

/** A need that the assessment found, already sealed. */
export type NeedCommand = {
  readonly needId: string;
  readonly category: ServiceCategory;
  readonly urgency: Urgency;
  readonly description: Sealed | undefined;
};

/** The assessment finds a need, from its start on. */
export const identifyNeed = (state: Assessment, need: NeedCommand, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.status === 'requested' || mine.status === 'superseded' || mine.status === 'voided') throw inTheWay(mine);
  if (mine.needs.some(({ id }) => id === need.needId)) return [];
  return [{ $case: 'needIdentified', value: { ...need, agency: mine.agency, clientId: mine.clientId } }];
};

/** A need is met, whatever became of the assessment meanwhile. */
export const meetNeed = (state: Assessment, needId: string, part: Part | undefined, context: DecisionContext): Event[] => {
  const need = own(state, part, context.actor).needs.find(({ id }) => id === needId);
  if (need === undefined) throw new Rejection('ASSESSMENT_NEED_UNKNOWN');
  return need.met ? [] : [{ $case: 'needMet', value: { needId, category: need.category } }];
};
