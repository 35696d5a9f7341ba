import { type Journey, type Made, made } from '@accompany/cli/account-b';
import type { Network } from '@accompany/client';
import type { CaseAsOf, TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import type { Stage as StageOf } from '../stage.js';

/** What a check looks with: the network as each agency has it, and what the steps made. */
export type Scene = {
  readonly aple: Network;
  readonly supervisor: Network;
  readonly lawyer: Network;
  readonly a21: Network;
  readonly police: Network;
  readonly made: <Name extends keyof Made>(name: Name) => Made[Name];
  /** The timeline as APLE reads it, with all that the journey's answers named. */
  readonly entries: () => Promise<TimelineEntry[]>;
  /** The case as it was at a moment, as APLE reads it. */
  readonly asOf: (asOf?: Date, knownAt?: Date) => Promise<CaseAsOf>;
};

/** One row of the account. */
export type Stage = StageOf<Scene>;

export const sceneOf = (journey: Journey): Scene => {
  const aple = journey.as('aple', 'aple-caseworker-1');
  const caseId = () => made(journey, 'caseId');
  const caughtUp = async () => {
    for (const atLeastPosition of journey.seen.values())
      if (atLeastPosition.service !== 'directory') await aple.timeline.getTimeline({ caseId: caseId(), pageSize: 1, atLeastPosition });
  };
  return {
    aple,
    supervisor: journey.as('aple', 'aple-supervisor-1'),
    lawyer: journey.as('aple', 'aple-lawyer-1'),
    a21: journey.as('a21', 'a21-counsellor-1'),
    police: journey.as('ahtjp-siem-reap', 'ahtjp-officer-1'),
    made: (name) => made(journey, name),
    entries: async () => {
      await caughtUp();
      return (await aple.timeline.getTimeline({ caseId: caseId() })).entries;
    },
    asOf: async (asOf, knownAt) => {
      await caughtUp();
      const answer = await aple.timeline.getCaseAsOf({ caseId: caseId(), ...(asOf && { asOf }), ...(knownAt && { knownAt }) });
      return answer.case as CaseAsOf;
    },
  };
};
