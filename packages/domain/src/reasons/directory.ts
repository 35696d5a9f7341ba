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
