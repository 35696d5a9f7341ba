import type { Network } from '@accompany/client';
import type { Position } from '@accompany/contracts/common/v1/common';

/** What the steps of the journey make, by name, so that later steps and checks find it. */
export type Made = {
  reportId: string;
  caseId: string;
  clientId: string;
  threatId: string;
  outsideReferralId: string;
  initialAssessmentId: string;
  consentId: string;
  needsAssessmentId: string;
  needId: string;
  legalNeedId: string;
  referralId: string;
  serviceId: string;
  planId: string;
  sessionIds: string[];
  supportId: string;
  matterId: string;
  beneficiaryIds: string[];
  counselId: string;
  /** The reason with which closing the case was refused. */
  closureRefused: string;
  /** Categories of service on offer in the province, and those that nobody offers there. */
  offered: string[];
  gaps: string[];
};

/** What a step plays with: clients of the agencies, and what was made so far. */
export type Journey = {
  /** The network as a person of an agency has it. */
  readonly as: (agency: Agency, person: string) => Network;
  readonly made: Partial<Made>;
  /** The newest position of each service that an answer named. */
  readonly seen: Map<string, Position>;
};

/** The agencies of account B. */
export type Agency = 'aple' | 'a21' | 'ahtjp-siem-reap';

/** One step of account B. `play` makes the calls and says in a sentence what the network holds now. */
export type Step = { readonly id: string; readonly title: string; readonly play: (journey: Journey) => Promise<string> };

/** A new journey over the clients that `as` gives. */
export const beginJourney = (as: Journey['as'], seen: readonly Position[] = []): Journey => ({
  as,
  made: {},
  seen: new Map(seen.map((position) => [position.service, position])),
});

/** What an earlier step made. */
export const made = <Name extends keyof Made>({ made }: Journey, name: Name): Made[Name] => {
  const value = made[name];
  if (value === undefined) throw new Error(`no step has made ${name} yet: play the steps in order`);
  return value as Made[Name];
};

/** Remembers the position of an answer and hands the answer on. */
export const note = <Answer extends { position?: Position | undefined }>({ seen }: Journey, answer: Answer): Answer => {
  const { position } = answer;
  if (position !== undefined && position.value > (seen.get(position.service)?.value ?? 0)) seen.set(position.service, position);
  return answer;
};

/** Positions that a decision on facts of other services must have seen. */
export const positions = ({ seen }: Journey, ...services: string[]): Position[] => services.flatMap((service) => seen.get(service) ?? []);

/** Asks until something is there: what a reaction makes comes shortly after its cause. */
export const eventually = async <Found>(what: string, find: () => Promise<Found | undefined>, within = 15_000): Promise<Found> => {
  for (const end = Date.now() + within; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not come about within ${within / 1000} s`);
  }
};

/** A moment in February 2022, in UTC. */
export const february = (day: number, hour = 9, minute = 0): Date => new Date(Date.UTC(2022, 1, day, hour, minute));
