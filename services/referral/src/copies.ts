import type { ConsentScope } from '@accompany/contracts/intake/v1/types';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { projection } from '@accompany/runtime';
import type { PoolClient } from 'pg';
import { leadInPlaceOf } from './going-along-queries.js';

/** What intake and assessment say of cases, consents and needs. */
export const casesCopy = projection({
  name: 'cases-copy',
  topic: 'case',
  apply: async (tx, event, { caseId }) => {
    switch (event.$case) {
      case 'reportReceived':
        await tx.query("insert into copy_cases values ($1, $2, 'reported') on conflict do nothing", [
          event.value.caseId,
          event.value.clientId,
        ]);
        await join(tx, event.value.caseId, event.value.agency, 'report_taker');
        return;
      case 'caseOpened':
        await tx.query(
          "insert into copy_cases values ($1, $2, 'open') on conflict (case_id) do update set client_id = excluded.client_id, status = 'open'",
          [caseId, event.value.clientId],
        );
        await join(tx, caseId, event.value.leadAgency, 'lead');
        return;
      case 'caseClosed':
        await tx.query("update copy_cases set status = 'closed' where case_id = $1", [caseId]);
        return;
      case 'participantJoined':
        await join(tx, caseId, event.value.agency, partOf(event.value.role));
        return;
      case 'participantLeft':
        await leave(tx, caseId, event.value.agency, partOf(event.value.role));
        return;
      case 'consentGiven':
        await recordConsent(tx, caseId, event.value.consentId, true, event.value.scope);
        return;
      case 'consentRefused':
        await recordConsent(tx, caseId, event.value.consentId, false, event.value.scope);
        return;
      case 'caseReopened':
      case 'caseMergeUndone':
        await tx.query("update copy_cases set status = 'open' where case_id = $1", [caseId]);
        return;
      case 'caseMerged':
      case 'caseEnteredInError':
        await tx.query("update copy_cases set status = 'closed' where case_id = $1", [caseId]);
        return;
      case 'leadChanged':
        await leave(tx, caseId, event.value.from, 'lead');
        await join(tx, caseId, event.value.to, 'lead');
        // What the giver found to be needed is the new lead's to refer for.
        await tx.query('update copy_needs set agency = $3 where case_id = $1 and agency = $2', [caseId, event.value.from, event.value.to]);
        return;
      case 'monitorChanged':
        await leave(tx, caseId, event.value.from, 'monitor');
        await join(tx, caseId, event.value.to, 'monitor');
        return;
      case 'consentExpired':
        await tx.query('update copy_consents set given = false, expired = true where consent_id = $1', [event.value.consentId]);
        return;
      case 'consentWithdrawn':
        await tx.query('update copy_consents set given = false where consent_id = $1', [event.value.consentId]);
        return;
      case 'legalBasisRecorded':
        await tx.query('insert into copy_legal_bases values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing', [
          event.value.basisId,
          caseId,
          event.value.approvedBy,
          ...scopeColumns(event.value.scope),
        ]);
        return;
      case 'legalBasisExpired':
        await tx.query('update copy_legal_bases set ended = true where basis_id = $1', [event.value.basisId]);
        return;
      case 'needIdentified': {
        const { needId, agency, category, urgency } = event.value;
        const lead = await leadInPlaceOf(tx, caseId, agency);
        await tx.query(
          'insert into copy_needs (need_id, case_id, agency, category, urgency) values ($1, $2, $3, $4, $5) on conflict do nothing',
          [needId, caseId, lead ?? agency, category, urgency],
        );
        return;
      }
      case 'needMet':
        await tx.query('update copy_needs set met = true where need_id = $1', [event.value.needId]);
        return;
      default:
    }
  },
});

/** What the directory says of agencies, offices and services. */
export const directoryCopy = projection({
  name: 'directory-copy',
  topic: 'network',
  apply: async (tx, event) => {
    switch (event.$case) {
      case 'agencyRegistered':
        await tx.query('insert into copy_agencies (agency_id) values ($1) on conflict do nothing', [event.value.agencyId]);
        return;
      case 'agencySuspended':
        await tx.query('update copy_agencies set suspended = true where agency_id = $1', [event.value.agencyId]);
        return;
      case 'agencyResumed':
        await tx.query('update copy_agencies set suspended = false where agency_id = $1', [event.value.agencyId]);
        return;
      case 'officeOpened':
        await tx.query('insert into copy_offices (office_id, agency_id) values ($1, $2) on conflict do nothing', [
          event.value.officeId,
          event.value.agencyId,
        ]);
        return;
      case 'officeClosing':
        await tx.query('update copy_offices set closing = true where office_id = $1', [event.value.officeId]);
        return;
      case 'officeKeptOpen':
        await tx.query('update copy_offices set closing = false where office_id = $1', [event.value.officeId]);
        return;
      case 'officeClosed':
        await tx.query('update copy_offices set closed = true where office_id = $1', [event.value.officeId]);
        return;
      case 'serviceOffered': {
        const { serviceId, agencyId, officeId, category, areaCodes } = event.value;
        await tx.query(
          'insert into copy_services (service_id, agency_id, office_id, category, area_codes) values ($1, $2, $3, $4, $5) on conflict do nothing',
          [serviceId, agencyId, officeId, category, areaCodes],
        );
        return;
      }
      case 'serviceWithdrawn':
        await tx.query('update copy_services set withdrawn = true where service_id = $1', [event.value.serviceId]);
        return;
      default:
    }
  },
});

const join = (tx: PoolClient, caseId: string, agency: string, part: string) =>
  tx.query('insert into copy_participants values ($1, $2, $3) on conflict do nothing', [caseId, agency, part]);

const leave = (tx: PoolClient, caseId: string, agency: string, part: string) =>
  tx.query('delete from copy_participants where case_id = $1 and agency = $2 and part = $3', [caseId, agency, part]);

const partOf = (role: ParticipantRole): string => {
  switch (role) {
    case ParticipantRole.PARTICIPANT_ROLE_LEAD:
      return 'lead';
    case ParticipantRole.PARTICIPANT_ROLE_PROVIDER:
      return 'provider';
    default:
      return 'monitor';
  }
};

const recordConsent = (tx: PoolClient, caseId: string, consentId: string, given: boolean, scope: ConsentScope | undefined) =>
  tx.query(
    'insert into copy_consents values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (consent_id) do update set given = excluded.given',
    [consentId, caseId, given, ...scopeColumns(scope)],
  );

/** A consent without a scope covers nothing. */
const scopeColumns = (scope: ConsentScope | undefined) => [
  scope?.purposes ?? [],
  scope?.agencies ?? [],
  scope?.categories ?? [],
  scope?.validFrom ?? 'infinity',
  scope?.validUntil ?? null,
];
