import type { ReasonEntry } from './entry.js';

/** Reasons of the referral service. */
export const REFERRAL_REASONS = {
  REFERRAL_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such referral, or the calling agency is neither its sender nor its receiver. Check the id.',
  },
  NOT_THE_RECEIVER: {
    code: 'permission_denied',
    message: 'Only the receiver of a referral may do this. The sender may withdraw it before an answer and cancel it afterwards.',
  },
  NOT_THE_SENDER: {
    code: 'permission_denied',
    message: 'Only the sender of a referral may do this. The receiver may decline it before acceptance and cancel it afterwards.',
  },

  // What stood in the way: the state of the referral.
  REFERRAL_NOT_SENT: {
    code: 'failed_precondition',
    message: 'The referral is still a draft. Its sender has to send it first, or withdraws it.',
  },
  REFERRAL_NOT_RECEIVED: {
    code: 'failed_precondition',
    message:
      'The referral was sent and its receiver has not answered. The receiver accepts, waitlists or declines it; the sender may withdraw it.',
  },
  REFERRAL_NOT_ANSWERED: {
    code: 'failed_precondition',
    message:
      'The receiver has seen the referral and not answered. The receiver accepts, waitlists or declines it; the sender may withdraw it.',
  },
  REFERRAL_WAITLISTED: {
    code: 'failed_precondition',
    message: 'The child is on the waiting list of the receiver. The receiver accepts or declines; either side may cancel.',
  },
  REFERRAL_TAKEN: {
    code: 'failed_precondition',
    message: 'The receiver has taken the referral and service has not begun. The receiver starts it; either side may cancel.',
  },
  REFERRAL_IN_SERVICE: {
    code: 'failed_precondition',
    message: 'Service is being given. The receiver holds, completes or reports it not delivered; either side may cancel.',
  },
  REFERRAL_ON_HOLD: {
    code: 'failed_precondition',
    message: 'Service pauses. The receiver resumes, completes or reports it not delivered; either side may cancel.',
  },
  REFERRAL_DECLINED: {
    code: 'failed_precondition',
    message: 'The receiver declined the referral. Its sender closes the loop, and may draft the next referral for the need.',
  },
  REFERRAL_COMPLETED: {
    code: 'failed_precondition',
    message: 'Service ended with an outcome. The sender closes the loop, and may draft the next referral for the need.',
  },
  REFERRAL_NOT_DELIVERED: {
    code: 'failed_precondition',
    message: 'The service did not come about. The sender closes the loop, and may draft the next referral for the need.',
  },
  REFERRAL_WITHDRAWN: {
    code: 'failed_precondition',
    message: 'The sender withdrew the referral before it was answered. There is nothing to answer any more.',
  },
  REFERRAL_CANCELLED: {
    code: 'failed_precondition',
    message: 'The referral was cancelled. The sender closes the loop, and may draft the next referral for the need.',
  },
  REFERRAL_LAPSED: {
    code: 'failed_precondition',
    message: 'Nobody answered the referral in twice its pick-up limit, so it lapsed. The sender may draft the next referral for the need.',
  },
  REFERRAL_LOOP_CLOSED: {
    code: 'failed_precondition',
    message: 'The referral has ended and its loop is closed. The sender may draft the next referral for the need.',
  },
  REFERRAL_ENTERED_IN_ERROR: {
    code: 'failed_precondition',
    message: 'The referral was marked as entered in error. Nothing can follow it; draft another one if one is needed.',
  },
  REFERRAL_NEXT_STEP_MISSING: {
    code: 'invalid_argument',
    message: 'The need was not met, so the sender has to name the next step.',
  },

  REFERRAL_IS_INFORMATION: {
    code: 'failed_precondition',
    message:
      'This was shared as information: nothing was asked, so there is nothing to answer, to serve or to take back. If service is needed, the sender sends a referral.',
  },
  REFERRAL_INTENT_IS_INFORMATION: {
    code: 'invalid_argument',
    message: 'A referral asks for an answer. Share what asks for none with ShareInformation, or send with INTENT_REFERRAL.',
  },

  // Notices.
  NOTICE_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such notice, or it was issued to another agency. Check the id with ListNotices.',
  },

  // What a draft needs.
  REFERRAL_NEED_UNKNOWN: {
    code: 'not_found',
    message:
      'There is no such need, or the calling agency did not identify it. Check the id, or pass the position of the answer that gave it in at_least_positions.',
  },
  REFERRAL_NOT_ENDED: {
    code: 'failed_precondition',
    message: 'The previous referral for this need has not ended. One need has one open referral: end that one first.',
  },
  REFERRAL_FOR_OTHER_NEED: {
    code: 'failed_precondition',
    message: 'The previous referral answers another need. Name the ended referral of the same need, or none for the first.',
  },

  // What sending needs.
  REFERRAL_CASE_NOT_OPEN: {
    code: 'failed_precondition',
    message: 'The case is not open, so nothing may be referred from it. Reopen it, or pass the position at which it was opened.',
  },
  REFERRAL_SENDER_NOT_ON_CASE: {
    code: 'failed_precondition',
    message: 'The sender neither leads the case nor takes part in it any more. The lead of the case has to refer.',
  },
  REFERRAL_NEED_MET: {
    code: 'failed_precondition',
    message: 'The need was met meanwhile, so there is nothing to refer. Withdraw the draft.',
  },
  REFERRAL_TO_SELF: {
    code: 'invalid_argument',
    message: 'Sender and receiver are the same agency. Name another receiver; support that the lead gives itself is recorded as support.',
  },
  REFERRAL_RECEIVER_UNKNOWN: {
    code: 'failed_precondition',
    message: 'The directory knows no agency of the receiver’s name. Check the id, or pass the position at which it was registered.',
  },
  REFERRAL_SENDER_UNKNOWN: {
    code: 'failed_precondition',
    message: 'The directory knows no agency of the sender’s name. Check the id, or pass the position at which it was registered.',
  },
  REFERRAL_RECEIVER_SUSPENDED: {
    code: 'failed_precondition',
    message: 'The receiver is suspended and takes no new referrals. Choose another agency from the directory.',
  },
  REFERRAL_SERVICE_NOT_OFFERED: {
    code: 'failed_precondition',
    message: 'The receiver does not offer this service. Choose a service of the receiver from the directory.',
  },
  REFERRAL_OFFICE_CLOSED: {
    code: 'failed_precondition',
    message: 'The office that offers this service is closed, or its end has begun. Choose a service of an open office from the directory.',
  },
  REFERRAL_SERVICE_OF_OTHER_CATEGORY: {
    code: 'failed_precondition',
    message: 'The service is of another category than the need. Choose a service of the needed category.',
  },
  REFERRAL_CONSENT_NOT_IN_FORCE: {
    code: 'failed_precondition',
    message:
      'The consent is unknown on this case, was withdrawn or refused, or its period does not hold today. Take consent, or record a legal basis.',
  },
  REFERRAL_CONSENT_DOES_NOT_COVER: {
    code: 'failed_precondition',
    message: 'The consent does not cover this receiver, purpose or category. Share less, or take a consent that covers it.',
  },
  REFERRAL_LEGAL_BASIS_UNKNOWN: {
    code: 'failed_precondition',
    message: 'No legal basis of this id is recorded on the case, or its period does not hold today. Record one, or take consent.',
  },
  REFERRAL_LEGAL_BASIS_NOT_APPROVED: {
    code: 'failed_precondition',
    message: 'The legal basis was not approved by another person than the one who sends. Another person has to approve or to send.',
  },
  REFERRAL_LEGAL_BASIS_DOES_NOT_COVER: {
    code: 'failed_precondition',
    message: 'The legal basis does not cover this receiver, purpose or category. Share less, or record a basis that covers it.',
  },
  REFERRAL_ALREADY_OPEN: {
    code: 'failed_precondition',
    message: 'Another referral of this case for the same need and agency is open. Follow that one, or end it first.',
  },

  // What a record from outside needs.
  REFERRAL_RECORDED_BY_STRANGER: {
    code: 'permission_denied',
    message: 'A referral from outside is written down by its sender or by its receiver. The calling agency is neither.',
  },
  REFERRAL_CASE_UNKNOWN: {
    code: 'not_found',
    message:
      'There is no such case or report, or the calling agency neither took the report nor takes part in the case. Check the id, or pass the position at which it was recorded.',
  },
  REFERRAL_REFERENCE_TAKEN: {
    code: 'already_exists',
    message: 'Another referral was recorded under this external reference. A reference names one referral; check system and id.',
  },

  // Plans and support.
  PLAN_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such plan, or the calling agency neither delivers it nor referred the child. Check the id.',
  },
  NOT_THE_DELIVERER: {
    code: 'permission_denied',
    message: 'Only the agency that delivers the plan may do this. The agency that referred reads counts and outcome with GetPlan.',
  },
  PLAN_NOT_ACTIVE: {
    code: 'failed_precondition',
    message: 'The plan is not in force yet. Activate it first.',
  },
  PLAN_ACTIVE: {
    code: 'failed_precondition',
    message: 'The plan is in force and not under review. Begin a review first.',
  },
  PLAN_UNDER_REVIEW: {
    code: 'failed_precondition',
    message: 'The plan is under review. Continue, complete or discontinue it.',
  },
  PLAN_COMPLETED: {
    code: 'failed_precondition',
    message: 'The plan has ended with an outcome. Draft another plan if service goes on.',
  },
  PLAN_DISCONTINUED: {
    code: 'failed_precondition',
    message: 'The plan was discontinued. Draft another plan if service goes on.',
  },
  PLAN_FULL: {
    code: 'resource_exhausted',
    message: 'The plan holds 500 sessions. Complete it and draft another one.',
  },
  SESSION_UNKNOWN: {
    code: 'not_found',
    message: 'The plan has no such session. Check the id, or plan the session first.',
  },
  SESSION_SETTLED: {
    code: 'failed_precondition',
    message: 'The session was already held, missed, cancelled or rescheduled. What was recorded stands; plan another session.',
  },
  SUPPORT_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such support, or the calling agency did not record it. Check the id.',
  },
  SUPPORT_CASE_UNKNOWN: {
    code: 'not_found',
    message: 'There is no such case, or the calling agency takes no part in it. Check the id, or pass the position at which it was opened.',
  },
  SUPPORT_CASE_NOT_OPEN: {
    code: 'failed_precondition',
    message: 'The case is not open. Support is recorded on open cases; reopen it first.',
  },
  SUPPORT_NOT_BY_LEAD: {
    code: 'permission_denied',
    message: 'Only the lead of a case records support that it delivered itself. Another agency delivers through a referral.',
  },
  SUPPORT_CURRENCY_UNKNOWN: {
    code: 'invalid_argument',
    message: 'The currency is no code of ISO 4217. Send three capital letters, for example KHR or USD.',
  },
} as const satisfies Record<string, ReasonEntry>;
