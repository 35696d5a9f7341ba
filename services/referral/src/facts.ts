import type { PersonalDataCategory, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { PickUpLimits } from './pick-up.js';

/** What we know of other services, from our copies. Facts come into a decision, so that it stays pure. */
export type CaseFact = {
  readonly status: 'reported' | 'open' | 'closed';
  readonly clientId: string;
  readonly lead?: string;
  /** Lead, providers and monitors. */
  readonly participants: readonly string[];
  /** Agencies that took a report of this case. */
  readonly reportTakers: readonly string[];
};

export type Need = {
  readonly caseId: string;
  readonly agency: string;
  readonly category: ServiceCategory;
  readonly urgency: Urgency;
  readonly met: boolean;
};

/** Purposes × agencies × categories × period. */
export type Scope = {
  readonly purposes: readonly ServiceCategory[];
  readonly agencies: readonly string[];
  readonly categories: readonly PersonalDataCategory[];
  readonly validFrom: Date;
  readonly validUntil?: Date;
};

export type ConsentFact = { readonly given: boolean; readonly scope: Scope };

export type LegalBasisFact = { readonly approvedBy: string; readonly ended?: boolean; readonly scope: Scope };

export type ServiceFact = {
  readonly agency: string;
  readonly category: ServiceCategory;
  readonly offered: boolean;
  /** Open, and its end has not begun. */
  readonly officeActive: boolean;
};

export type AgencyFact = {
  readonly suspended: boolean;
  /** It has had offices, and each is closed or its end has begun. */
  readonly withoutOffice?: boolean;
};

/** What sending looks at. An absent fact is one that our copies do not hold. */
export type SendFacts = {
  readonly case?: CaseFact;
  readonly need?: Need;
  readonly receiver?: AgencyFact;
  readonly service?: ServiceFact;
  readonly consent?: ConsentFact;
  readonly legalBasis?: LegalBasisFact;
  /** Another open referral of the same case, need and receiver. */
  readonly otherOpen?: string;
  readonly limits: PickUpLimits;
};

/** What a record from outside looks at. */
export type OutsideFacts = {
  readonly case?: CaseFact;
  readonly sender?: AgencyFact;
  readonly receiver?: AgencyFact;
  readonly limits: PickUpLimits;
};
