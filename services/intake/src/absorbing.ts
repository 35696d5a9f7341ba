import type { CaseMerged } from '@accompany/contracts/intake/v1/events';
import type { DecisionContext } from '@accompany/domain';
import type { Case, Event } from './case.js';
import { raisedTo } from './risk.js';

/** Another case became part of this one: its risk and its open threats count here from now on. */
export const absorb = (state: Case, fromCaseId: string, merged: CaseMerged, context: DecisionContext): Event[] => {
  if (state.status === 'none') return [];
  const absorption = state.absorptions.get(fromCaseId);
  if (absorption?.mergeId !== merged.mergeId || absorption.status !== 'awaited') return [];
  const threats = merged.openThreats.filter(({ threatId }) => !state.threats.has(threatId));
  return [
    { $case: 'caseAbsorbed', value: { mergeId: merged.mergeId, fromCaseId } },
    ...raisedTo(state, merged.risk, undefined, context),
    ...threats.map((threat): Event => ({ $case: 'threatReported', value: { ...threat, description: undefined } })),
  ];
};

/** The merge came to nothing, or was undone. What this case took over meanwhile stays its own. */
export const endAbsorption = (state: Case, fromCaseId: string, mergeId: string): Event[] => {
  if (state.status === 'none') return [];
  const absorption = state.absorptions.get(fromCaseId);
  if (absorption?.mergeId !== mergeId || absorption.status === 'ended') return [];
  return [{ $case: 'caseAbsorptionEnded', value: { mergeId, fromCaseId } }];
};
