import { type Actor, Rejection } from '@accompany/domain';

/** Who keeps the directory: the identity `svc/operator`. */
export const isOperator = (actor: Actor): boolean => actor.kind === 'service' && actor.service === 'operator';

/** Refuses all but the operator. */
export const mustBeOperator = (actor: Actor): void => {
  if (!isOperator(actor)) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
};

/** Refuses all but the agency itself and the operator. */
export const mustSpeakFor = (agencyId: string, actor: Actor): void => {
  if (actor.kind === 'agency' && actor.agency === agencyId) return;
  mustBeOperator(actor);
};
