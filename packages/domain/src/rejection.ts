import { REASONS, type Reason, type RejectionCode } from './reasons.js';

/** A field that was wrong: its path in the request as the proto names it, and what was expected. */
export type FieldViolation = { readonly field: string; readonly description: string };

/** Ids and codes that stood in the way, never personal data. */
export type Facts = Readonly<Record<string, string>>;

/**
 * A command that is not allowed. Code and message come from the catalogue, so that a reason means the same
 * everywhere; facts say which things stood in the way.
 */
export class Rejection extends Error {
  readonly code: RejectionCode;
  readonly reason: Reason;
  readonly facts: Facts;
  readonly fields: readonly FieldViolation[];

  constructor(reason: Reason, facts: Facts = {}, fields: readonly FieldViolation[] = []) {
    super(REASONS[reason].message);
    this.name = 'Rejection';
    this.code = REASONS[reason].code;
    this.reason = reason;
    this.facts = facts;
    this.fields = fields;
  }
}
