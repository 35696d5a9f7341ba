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
  WHEREABOUTS_UNKNOWN: {
    code: 'failed_precondition',
    message:
      'Nobody knows where the child is, and a search goes on. Find the child; or inform the authorities and close as lost to follow-up.',
  },
  WHEREABOUTS_KNOWN: {
    code: 'failed_precondition',
    message:
      'No search for the child goes on, so it is not lost to follow-up. Record that the whereabouts are lost, or name another ground.',
  },
  AUTHORITIES_NOT_INFORMED: {
    code: 'failed_precondition',
    message:
      'No authority was informed in the course of this search. Inform one, with what was told and on which legal basis, then propose again.',
  },
  REFERRAL_OPEN: {
    code: 'failed_precondition',
    message: 'A referral of the case has not ended. Wait for its end, withdraw or cancel it; then close the case.',
  },
  TRANSFER_OPEN: {
    code: 'failed_precondition',
    message: 'A transfer of the case was offered and has not ended. Wait for its release or withdraw it; then close the case.',
  },
  MATTER_OPEN: {
    code: 'failed_precondition',
    message: 'A legal matter of the case is open. End it, or waive it with a reason; then close the case.',
  },
  MATTER_NOT_OPEN: {
    code: 'failed_precondition',
    message:
      'The case has no open legal matter of this id. Only an open matter can be waived; send the id that the refusal of closure names.',
  },
  DUTIES_OPEN: {
    code: 'failed_precondition',
    message: 'Referrals, transfers or matters of the case are open, and nothing ends them by side effect. End each of them first.',
  },
  WORK_BELOW_LEGAL_AGE: {
    code: 'failed_precondition',
    message:
      'The client works below the age at which the law allows that work, so the child is not stable and safe. See to it that this work ends; then propose again.',
  },
  SEARCH_OPEN: {
    code: 'failed_precondition',
    message: 'A search for the child goes on already. Review it, or say where the child was found.',
  },
  SEARCH_UNKNOWN: {
    code: 'not_found',
    message: 'The case has no such search that goes on. Read the case for its search.',
  },
  FACT_UNKNOWN: {
    code: 'not_found',
    message: 'This case has no such event, as far as is known here. Check the id, <stream>/<version>, as the timeline shows it.',
  },
  FACT_NOT_STRUCK: {
    code: 'failed_precondition',
    message: 'A fact of this kind is never struck out. Correct its time, or use the command that undoes it, for example entered in error.',
  },
  NOT_THE_RECORDER: {
    code: 'permission_denied',
    message: 'Only the agency that recorded this fact or the lead of the case may correct it. Ask one of them.',
  },
  CASE_NOT_CLOSED: {
    code: 'failed_precondition',
    message: 'The case is not closed, so there is nothing to reopen. Read it to see where it stands.',
  },
  CASE_NOT_MERGED: {
    code: 'failed_precondition',
    message: 'The case is not part of another one, so there is no merge to undo. Read it to see where it stands.',
  },
  MERGE_INTO_ITSELF: {
    code: 'failed_precondition',
    message: 'A case cannot become part of itself. Name the other case.',
  },
  MERGE_PROPOSED_ALREADY: {
    code: 'failed_precondition',
    message: 'A merge of this case is proposed already. Withdraw that proposal, or wait for the answer.',
  },
  MERGE_TARGET_NOT_OPEN: {
    code: 'failed_precondition',
    message: 'The other case is not there or not open. Check its id; a case that became part of another one names that one.',
  },
  MERGE_CIRCULAR: {
    code: 'failed_precondition',
    message:
      'One of the two cases is already part of the other, or is itself to become part of another one. Decide that first: merges never go in a circle.',
  },
  MERGE_NOT_PROPOSED: {
    code: 'failed_precondition',
    message: 'No such merge is proposed, or no longer. Read the case for what was asked.',
  },
  MERGE_AGREED_ALREADY: {
    code: 'failed_precondition',
    message: 'The merge was agreed to. It cannot be refused any more; undo it instead.',
  },
  MERGE_AWAITED: {
    code: 'failed_precondition',
    message: 'A merge into this case was agreed to and is being carried out. Try again when it is done.',
  },
  NOT_THE_CASEWORKER: {
    code: 'failed_precondition',
    message: 'Another person is responsible for the case. Read it to see who, and send that person.',
  },
  OFFICE_NOT_LISTED: {
    code: 'failed_precondition',
    message:
      'The directory lists no open office of this id for the lead agency. Look it up in the directory; send the id that stands there.',
  },
  CONSENT_EXPIRED: {
    code: 'failed_precondition',
    message: 'The period of this consent is over, so there is nothing to withdraw. Nothing new is shared on it.',
  },
  QUARANTINED_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such record in quarantine, or another agency sent it. List what your agency set aside.',
  },
} as const satisfies Record<string, ReasonEntry>;
