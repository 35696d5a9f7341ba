import { begin, type Journey as JourneyOf, type Step as StepOf } from '../journey.js';

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

/** The agencies of account B. */
export type Agency = 'aple' | 'a21' | 'ahtjp-siem-reap';

export type Journey = JourneyOf<Made, Agency>;

/** One step of account B. */
export type Step = StepOf<Journey>;

export const beginJourney = begin<Made, Agency>;

/** A moment in February 2022, in UTC. */
export const february = (day: number, hour = 9, minute = 0): Date => new Date(Date.UTC(2022, 1, day, hour, minute));
