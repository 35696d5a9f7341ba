import { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import type { Config } from '@accompany/runtime';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long things may take, in milliseconds. */
export type Limits = {
  /** From the opening of a case, or from an alert, to an assessment that is handed in, by risk or urgency. */
  readonly due: { readonly high: number; readonly medium: number; readonly low: number };
  /** From the second missed session to the new assessment. */
  readonly reassessment: number;
  /** From a return until it is handed in again. */
  readonly returned: number;
  /** From one review of a care plan to the next, at most. */
  readonly review: number;
};

/** The limits that this network has set. */
export const limitsOf = (config: Config): Limits => {
  const [high, medium, low] = config.ACCOMPANY_ASSESSMENT_HOURS;
  return {
    due: { high: high * HOUR, medium: medium * HOUR, low: low * HOUR },
    reassessment: config.ACCOMPANY_REASSESSMENT_DAYS * DAY,
    returned: config.ACCOMPANY_RETURNED_ASSESSMENT_HOURS * HOUR,
    review: config.ACCOMPANY_CARE_PLAN_REVIEW_DAYS * DAY,
  };
};

/** Milliseconds within which an assessment is due: what risk and urgency ask for, whichever is sooner. */
export const dueWithin = ({ due }: Limits, risk: RiskLevel, urgency: Urgency): number => {
  if (risk === RiskLevel.RISK_LEVEL_HIGH || urgency === Urgency.URGENCY_HIGH) return due.high;
  if (risk === RiskLevel.RISK_LEVEL_MEDIUM || urgency === Urgency.URGENCY_MEDIUM) return due.medium;
  return due.low;
};

/** The moment so many milliseconds later. */
export const after = (moment: Date, milliseconds: number): Date => new Date(moment.getTime() + milliseconds);

/** The later of two moments, where the first may be missing. */
export const later = (known: Date | undefined, next: Date): Date => (known !== undefined && known > next ? known : next);
