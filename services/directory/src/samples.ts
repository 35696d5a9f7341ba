import { PersonalDataCategory, ServiceCategory } from '@accompany/contracts/common/v1/common';
import { AgencyKind } from '@accompany/contracts/directory/v1/types';
import type { Actor, DecisionContext } from '@accompany/domain';
import type { Event as AgencyHistory } from './agency.js';
import type { Event as AgreementHistory } from './agreement.js';
import type { Event as OfficeHistory } from './office.js';
import type { Event as ServiceHistory } from './service.js';

// Fictional entries that the tests share.
const at = new Date('2022-02-01T08:00:00Z');
const by = (actor: Actor): DecisionContext => ({ actor, occurredAt: at, now: at });

export const operator = by({ kind: 'service', service: 'operator' });
export const otherService = by({ kind: 'service', service: 'referral' });
export const lotus = by({ kind: 'agency', agency: 'lotus', person: 'p-1' });
export const heron = by({ kind: 'agency', agency: 'heron', person: 'p-2' });

/** What every command carries. */
export const command = { requestId: '6f0f7b3e-5d0e-4b39-8d5e-3d2c1b0a9f88', occurredAt: at, etag: '' };

export const lotusReference = { system: 'oscar', id: 'Lotus House' };
export const lotusRegistration = {
  agencyId: 'lotus',
  name: 'Lotus House',
  kinds: [AgencyKind.AGENCY_KIND_NGO],
  externalReferences: [lotusReference],
};
export const officeId = '2c1a3d5e-7a0b-4f6c-9b1d-0e2f4a6c8b10';
export const lotusOffice = { officeId, agencyId: 'lotus', name: 'Siem Reap', areaCode: '1710' };
export const serviceId = '9d8c7b6a-5f4e-4d3c-8b2a-1f0e9d8c7b6a';
export const counselling = {
  serviceId,
  agencyId: 'lotus',
  officeId,
  name: 'Counselling for children',
  category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
  areaCodes: ['17', '0102'],
  eligibility: { minAge: 6, maxAge: 17, description: 'ក្មេងស្រី and boys' },
  capacity: { places: 20, freePlaces: 4 },
};

export const registered: AgencyHistory = { $case: 'agencyRegistered', value: lotusRegistration };
export const suspended: AgencyHistory = { $case: 'agencySuspended', value: { agencyId: 'lotus', reason: 'audit' } };
export const resumed: AgencyHistory = { $case: 'agencyResumed', value: { agencyId: 'lotus', reason: 'audit done' } };
export const opened: OfficeHistory = { $case: 'officeOpened', value: lotusOffice };
export const closing: OfficeHistory = { $case: 'officeClosing', value: { officeId, agencyId: 'lotus', reason: 'moved' } };
export const keptOpen: OfficeHistory = { $case: 'officeKeptOpen', value: { officeId, agencyId: 'lotus' } };
export const closed: OfficeHistory = { $case: 'officeClosed', value: { officeId, agencyId: 'lotus', reason: 'moved' } };
export const offered: ServiceHistory = { $case: 'serviceOffered', value: counselling };
export const withdrawn: ServiceHistory = { $case: 'serviceWithdrawn', value: { serviceId, agencyId: 'lotus', reason: 'no staff' } };

export const agreementId = '4b2e8d61-93c5-4a7f-8e02-5d1c7b9f3a64';
export const terms = {
  purposes: [ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL],
  categories: [PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY],
  validFrom: new Date('2022-02-01T00:00:00Z'),
  expiresAt: new Date('2023-02-01T00:00:00Z'),
};
export const proposed: AgreementHistory = {
  $case: 'sharingAgreementProposed',
  value: { agreementId, proposer: 'lotus', otherParty: 'heron', terms },
};
export const signed: AgreementHistory = { $case: 'sharingAgreementSigned', value: { agreementId, by: 'heron' } };
