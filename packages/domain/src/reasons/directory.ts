import type { ReasonEntry } from './entry.js';

/** Reasons of the directory service. */
export const DIRECTORY_REASONS = {
  AGENCY_UNKNOWN: {
    code: 'not_found',
    message: 'No agency of the network has this id or reference. Check it, letter by letter; agencies are registered by the operator.',
  },
  AGENCY_ID_TAKEN: {
    code: 'already_exists',
    message: 'An agency with this id is registered with other data. Choose another id; an id is never given twice.',
  },
  EXTERNAL_REFERENCE_TAKEN: {
    code: 'already_exists',
    message: 'Another agency has this external reference. A reference leads to one agency; leave it out or settle whose it is.',
  },
  AGENCY_SUSPENDED: {
    code: 'failed_precondition',
    message: 'The agency is suspended. It can open and offer again when the operator has resumed it.',
  },
  OFFICE_UNKNOWN: {
    code: 'not_found',
    message: 'The agency has no office with this id. Use an office_id from the answer of OpenOffice or GetAgency.',
  },
  OFFICE_CLOSED: {
    code: 'failed_precondition',
    message: 'The office is closed, for good. Offer the service from an open office of the agency.',
  },
  OFFICE_IS_CLOSING: {
    code: 'failed_precondition',
    message: 'The end of the office has begun: it takes nothing new. Use another open office, or keep this one with KeepOfficeOpen first.',
  },
  OFFICE_HOLDS_CASES: {
    code: 'failed_precondition',
    message:
      'The office is the only holder of open cases, so it cannot close. Assign each to another office, hand it over, or close it; ListOfficeCases lists them.',
  },
  PLACE_UNKNOWN: {
    code: 'not_found',
    message:
      'The gazetteer has no place with this code. Go on from the nearest known parents, with FindPlaces; keep the leading zero of a code.',
  },
  PLACE_PARENT_UNKNOWN: {
    code: 'failed_precondition',
    message:
      'The place lies in one that the gazetteer does not have. Load larger places before smaller ones: provinces, districts, communes, villages.',
  },
  GAZETTEER_EMPTY: {
    code: 'failed_precondition',
    message: 'No gazetteer was loaded yet. Load its places first, with `accompany gazetteer load`.',
  },
  AGREEMENT_UNKNOWN: {
    code: 'not_found',
    message: 'No sharing agreement of yours has this id. Use an agreement_id from the answer of ProposeAgreement or ListAgreements.',
  },
  AGREEMENT_WITH_ITSELF: {
    code: 'invalid_argument',
    message: 'An agency cannot agree with itself. Name the other agency that is to sign.',
  },
  AGREEMENT_PERIOD_IMPOSSIBLE: {
    code: 'invalid_argument',
    message:
      'The period of the agreement is over before it begins, or is over already. expires_at must lie after valid_from and in the future.',
  },
  AGREEMENT_ENDED: {
    code: 'failed_precondition',
    message: 'The agreement is over, for good. Propose a new one.',
  },
  NOT_THE_OTHER_PARTY: {
    code: 'permission_denied',
    message: 'Who proposed an agreement does not sign it: the other party does.',
  },
  SERVICE_UNKNOWN: {
    code: 'not_found',
    message: 'No service has this id. Use a service_id from the answer of OfferService or ListServices.',
  },
  SERVICE_WITHDRAWN: {
    code: 'failed_precondition',
    message: 'The service was withdrawn, for good. Offer it anew to be referred to again.',
  },
  CAPACITY_CONTRADICTORY: {
    code: 'invalid_argument',
    message: 'More places are free than there are. free_places may be at most places.',
  },
  ELIGIBILITY_CONTRADICTORY: {
    code: 'invalid_argument',
    message: 'The oldest age is below the youngest. max_age must be at least min_age, or be left out.',
  },
} as const satisfies Record<string, ReasonEntry>;
