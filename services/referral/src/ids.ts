import type { ExternalReference } from '@accompany/contracts/common/v1/common';
import { v5 as uuidv5 } from 'uuid';

const REFERRALS = '5f6a2f0e-4d0b-5a52-9c7e-0f8f3a1b7d21';

/** The first referral for a need: one need, one referral, whoever drafts it first. */
export const referralIdForNeed = (needId: string): string => uuidv5(`need/${needId}`, REFERRALS);

/** The referral that follows an ended one: it has exactly one successor. */
export const referralIdAfter = (previousReferralId: string): string => uuidv5(`after/${previousReferralId}`, REFERRALS);

/** What one agency is told of one event, through one referral or as one who takes part. */
export const noticeId = (eventId: string, agency: string, about: number): string =>
  uuidv5(`notice/${eventId}/${agency}/${about}`, REFERRALS);

/** The referral that another system calls so. */
export const referralIdForReference = ({ system, id }: ExternalReference): string =>
  uuidv5(`reference/${JSON.stringify([system, id])}`, REFERRALS);
