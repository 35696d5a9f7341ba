import type { CorrectionRecorded } from '@accompany/contracts/intake/v1/events';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, Event } from './case.js';
import { readable } from './case-guards.js';

/** A fact as it lies in a store: of which case it is, what it says, who recorded it and when. */
export type RecordedFact = { readonly caseId: string; readonly type: string; readonly agency: string; readonly recordedAt: Date };

type Correction = Pick<CorrectionRecorded, 'eventId' | 'correction' | 'reason'> & { readonly caseId: string };

/** Without these a case would have no beginning, no lead, or no end of its corrections: they are set right by commands of their own. */
const NEVER_STRUCK = new Set(['CaseOpened', 'LeadChanged', 'CaseMerged', 'CorrectionRecorded', 'ReportReceived']);

/**
 * A fact was wrong in its time, or did not happen. Only the agency that recorded it or the lead corrects it. What was known before
 * stays known, and what was decided stands: a correction changes the story, not the state that decisions look at.
 */
export const recordCorrection = (state: Case, command: Correction, fact: RecordedFact | undefined, context: DecisionContext): Event[] => {
  const { agency } = callerOf(context);
  const { caseId, eventId, correction, reason } = command;
  const found = readable(state, agency);
  if (fact === undefined || fact.caseId !== caseId) throw new Rejection('FACT_UNKNOWN', { event: eventId });
  if (agency !== fact.agency && agency !== found.lead) throw new Rejection('NOT_THE_RECORDER', { event: eventId });
  if (isSame(found.corrections.get(eventId)?.correction, correction)) return [];
  check(correction, fact, context);
  return [{ $case: 'correctionRecorded', value: { eventId, correction, reason, correctedBy: agency } }];
};

const isSame = (known: Correction['correction'], asked: Correction['correction']): boolean => {
  if (known?.$case === 'occurredAt' && asked?.$case === 'occurredAt') return known.value.getTime() === asked.value.getTime();
  return known?.$case === 'struck' && asked?.$case === 'struck';
};

const check = (correction: Correction['correction'], { type, recordedAt }: RecordedFact, { now }: DecisionContext): void => {
  switch (correction?.$case) {
    case undefined:
      refuse('correction', 'expected happened_at or struck');
      return;
    case 'struck':
      if (NEVER_STRUCK.has(type.slice(type.lastIndexOf('.') + 1))) throw new Rejection('FACT_NOT_STRUCK', { type });
      return;
    case 'occurredAt':
      if (correction.value > now) throw new Rejection('OCCURRED_IN_FUTURE');
      if (correction.value > recordedAt) refuse('happened_at', 'expected a time not after the fact was recorded');
  }
};

const refuse = (field: string, description: string): never => {
  throw new Rejection('INVALID_FIELDS', {}, [{ field, description }]);
};
