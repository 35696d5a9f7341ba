import { type DecisionContext, Rejection } from '@accompany/domain';

/** The agency that asks and the person who acts for it; services do not decide on reports and cases. */
export const callerOf = ({ actor }: Pick<DecisionContext, 'actor'>): { agency: string; person: string } => {
  if (actor.kind !== 'agency') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  return actor;
};
