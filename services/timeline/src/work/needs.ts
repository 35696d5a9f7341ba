import { ServiceCategory, type Urgency } from '@accompany/contracts/common/v1/common';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import type { Fact } from '../fact.js';
import { isGoingOn } from '../history/legal-aid.js';
import { isCaseOpen } from '../history/standing.js';
import type { History } from '../history.js';

/** A need that is not met and that no agency answers yet, in an open case. */
export type NeedRow = {
  readonly need_id: string;
  readonly category: ServiceCategory;
  readonly urgency: Urgency;
  readonly area_code: string;
  readonly since: Date;
};

const S = ReferralStatus;
const ANSWERS: readonly ReferralStatus[] = [
  S.REFERRAL_STATUS_ACCEPTED,
  S.REFERRAL_STATUS_IN_SERVICE,
  S.REFERRAL_STATUS_ON_HOLD,
  S.REFERRAL_STATUS_COMPLETED,
];

/** Where the child lives, as far as it is known: as reported, as the case was opened, or where it was found since. */
export const areaOf = (facts: readonly Fact[]): string => {
  let area = '';
  for (const { event } of facts) {
    if (event.$case === 'reportReceived') area ||= event.value.areaCode;
    if (event.$case === 'caseOpened') area = event.value.areaCode || area;
    if (event.$case === 'clientLocated') area = event.value.placeCode || area;
  }
  return area;
};

/** Needs that wait. A legal need is answered as well by a legal matter that goes on. */
export const needsOf = ({ status, needs, referrals, matters }: History, area_code: string): NeedRow[] => {
  if (!isCaseOpen(status)) return [];
  const answered = new Set([...referrals.values()].filter((one) => ANSWERS.includes(one.status)).map(({ needId }) => needId));
  const legalAid = [...matters.values()].some((matter) => isGoingOn(matter.status));
  return [...needs.values()].flatMap(({ needId, category, urgency, met, identifiedAt }) =>
    met || answered.has(needId) || (legalAid && category === ServiceCategory.SERVICE_CATEGORY_LEGAL_AID)
      ? []
      : [{ need_id: needId, category, urgency, area_code, since: identifiedAt ?? new Date(0) }],
  );
};
