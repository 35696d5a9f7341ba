export { type Action, ANY_ID, type Verdict, verdictOn } from './action.js';
export { type Actor, type Decider, type DecisionContext, fold, unreachable } from './decider.js';
export { foreseenAt, foreseenBy, type Pace } from './pace.js';
export { REASONS, type Reason, type ReasonEntry, type RejectionCode } from './reasons.js';
export { type Facts, type FieldViolation, Rejection } from './rejection.js';
export { tryOut } from './trying.js';
