import { GIVER, type Journey, type Made, made } from '@accompany/cli/account-a';
import type { Network } from '@accompany/client';
import type { CaseAsOf, TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import type { Stage as StageOf } from '../stage.js';

type Agency = Parameters<Journey['as']>[0];

/** What a check looks with: the network as each agency has it, and what the steps made. */
export type Scene = {
  readonly giver: Network;
  readonly aple: Network;
  readonly a21: Network;
  readonly as: (agency: Agency) => Network;
  readonly made: <Name extends keyof Made>(name: Name) => Made[Name];
  /** The timeline of a case, as an agency reads it by now. */
  readonly entries: (agency: Agency, caseId: string) => Promise<TimelineEntry[]>;
  /** The case as it was when an event of it had happened, as far as it was known then. */
  readonly asOf: (agency: Agency, caseId: string, entry: TimelineEntry) => Promise<CaseAsOf>;
};

/** One row of the account. */
export type Stage = StageOf<Scene>;

export const sceneOf = (journey: Journey): Scene => {
  const as = (agency: Agency) => journey.as(agency, `${agency}-reader-1`);
  return {
    giver: as(GIVER),
    aple: as('aple'),
    a21: as('a21'),
    as,
    made: (name) => made(journey, name),
    entries: async (agency, caseId) => (await as(agency).timeline.getTimeline({ caseId, pageSize: 200 })).entries,
    asOf: async (agency, caseId, { occurredAt, recordedAt }) => {
      const answer = await as(agency).timeline.getCaseAsOf({ caseId, asOf: occurredAt, knownAt: recordedAt });
      return answer.case as CaseAsOf;
    },
  };
};
