import type { ReasonEntry } from './entry.js';

/** Reasons of the intake service. */
export const INTAKE_REASONS = {
  REPORT_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such report, or it is not yours to see. Check the id and that the call comes from the agency that received it.',
  },
  REPORT_NOT_SCREENED: {
    code: 'failed_precondition',
    message: 'The report was not screened yet. Screen it first, then decide what becomes of it.',
  },
  REPORT_SCREENED_ALREADY: {
    code: 'failed_precondition',
    message: 'The report was screened before with another result. The first screening stands; raise the risk on the case if it grew.',
  },
  REPORT_ENDED: {
    code: 'failed_precondition',
    message: 'Something else was decided about this report before. Read it to see what, and go on from there.',
  },
  RISK_BELOW_REPORTED: {
    code: 'failed_precondition',
    message: 'The risk is lower than what was reported. Screening may raise it; only an approved assessment of the case lowers it.',
  },
  DUPLICATE_CHECK_INCOMPLETE: {
    code: 'invalid_argument',
    message:
      'The search for an existing case does not add up. No match goes without candidates; other children goes with the cases that were looked at.',
  },
  FORWARDED_TO_SELF: {
    code: 'failed_precondition',
    message: 'The report is with this agency already. Forward it to another agency, or decide on it.',
  },
  AGENCY_NOT_LISTED: {
    code: 'failed_precondition',
    message: 'The directory lists no active agency of this id. Look it up in the directory; send the id that stands there.',
  },
  CASE_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such case, or your agency does not take part in it. Check the id; ask the lead to be let in.',
  },
  NOT_THE_LEAD: {
    code: 'permission_denied',
    message: 'Only the lead agency of the case may do this. Ask the lead; the case says who it is.',
  },
  NOT_LEAD_OR_PROVIDER: {
    code: 'permission_denied',
    message: 'Only the lead and the providers of the case may do this. Tell the lead what you learned.',
  },
  CASE_NOT_OPEN: {
    code: 'failed_precondition',
    message: 'The case is not open. Read it to see where it stands.',
  },
  RISK_NOT_HIGHER: {
    code: 'failed_precondition',
    message: 'The risk is higher than that already. To lower it, name an approved assessment.',
  },
  RISK_NOT_LOWER: {
    code: 'failed_precondition',
    message: 'The risk is not lowered by that: expected a level below the present one, and not unknown.',
  },
  ASSESSMENT_NOT_APPROVED: {
    code: 'failed_precondition',
    message: 'No approved assessment of this id is known for the case. Have it approved, or send at_least_positions with its position.',
  },
  ASSESSMENT_NOT_NEWER: {
    code: 'failed_precondition',
    message: 'The assessment was submitted before the risk was last judged. Only a newer one lowers it: assess again.',
  },
  THREAT_UNKNOWN: {
    code: 'not_found',
    message: 'The case has no such threat. Read the case for its threats.',
  },
  THREAT_RESOLVED_ALREADY: {
    code: 'failed_precondition',
    message: 'The threat was resolved before for another reason. The first stands; report a new threat if there is one.',
  },
  THREAT_OPEN: {
    code: 'failed_precondition',
    message: 'A threat against the child is open. Resolve it with its reason before the case is closed.',
  },
  RISK_HIGH: {
    code: 'failed_precondition',
    message: 'The risk is high. Only a newer approved assessment lowers it; until then the case stays open.',
  },
  CONSENT_UNKNOWN: {
    code: 'not_found',
    message: 'The case has no such consent. Read the case for its consents.',
  },
  CONSENT_NOT_GIVEN: {
    code: 'failed_precondition',
    message: 'This consent was refused, so there is nothing to withdraw. Read the case for consents that were given.',
  },
  LEGAL_BASIS_UNKNOWN: {
    code: 'not_found',
    message: 'The case has no such legal basis. Read the case for what was put forward.',
  },
  APPROVER_IS_PROPOSER: {
    code: 'permission_denied',
    message: 'Whoever put this forward may not approve it. Another person of the lead agency decides.',
  },
  LEAD_CANNOT_MONITOR: {
    code: 'failed_precondition',
    message: 'The lead sees the case already. Name another agency.',
  },
  CLOSURE_PROPOSED_ALREADY: {
    code: 'failed_precondition',
    message: 'Closure was proposed before on another ground. Decide on that proposal first.',
  },
  CLOSURE_NOT_PROPOSED: {
    code: 'failed_precondition',
    message: 'Nobody proposed to close this case. Propose it first; another person then decides.',
  },
  QUARANTINED_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such record in quarantine, or another agency sent it. List what your agency set aside.',
  },
} as const satisfies Record<string, ReasonEntry>;
