import type { Part } from '@accompany/access/parts';
import { type Actor, type Reason, Rejection } from '@accompany/domain';
import type { Assessment, KnownAssessment } from './assessment.js';

/** The agency and person behind a command; the calls of this service are open to agencies only. */
export const agencyOf = (actor: Actor): { readonly agency: string; readonly person: string } => {
  if (actor.kind !== 'agency') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  return actor;
};

/** The assessment, if the caller is the agency that makes it; `part` is the caller's part in the case. */
export const own = (state: Assessment, part: Part | undefined, actor: Actor): KnownAssessment => {
  const { agency } = agencyOf(actor);
  if (state.status === 'none') throw new Rejection('ASSESSMENT_UNKNOWN');
  if (state.agency === agency) return state;
  throw new Rejection(part === undefined ? 'ASSESSMENT_UNKNOWN' : 'NOT_THE_ASSESSOR');
};

/** The assessment, if the caller may know of it: the agency that makes it, and who takes part in the case. */
export const visible = (state: Assessment, part: Part | undefined, actor: Actor): KnownAssessment => {
  const { agency } = agencyOf(actor);
  if (state.status === 'none' || (state.agency !== agency && part === undefined)) throw new Rejection('ASSESSMENT_UNKNOWN');
  return state;
};

/** Whether the caller may read names, scores and what was said: the agency that makes it and the lead of the case. */
export const mayReadContent = (state: KnownAssessment, part: Part | undefined, actor: Actor): boolean =>
  part === 'lead' || state.agency === agencyOf(actor).agency;

/** The refusal of a step that the status does not allow. */
export const inTheWay = ({ status }: KnownAssessment): Rejection => new Rejection(IN_THE_WAY[status]);

const IN_THE_WAY: Readonly<Record<KnownAssessment['status'], Reason>> = {
  requested: 'ASSESSMENT_NOT_STARTED',
  in_progress: 'ASSESSMENT_NOT_SUBMITTED',
  submitted: 'ASSESSMENT_ALREADY_SUBMITTED',
  returned: 'ASSESSMENT_NOT_SUBMITTED',
  approved: 'ASSESSMENT_ALREADY_APPROVED',
  superseded: 'ASSESSMENT_SUPERSEDED',
  voided: 'ASSESSMENT_VOIDED',
};
