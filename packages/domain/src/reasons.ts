import { ASSESSMENT_REASONS } from './reasons/assessment.js';
import { COMMON_REASONS } from './reasons/common.js';
import { DIRECTORY_REASONS } from './reasons/directory.js';
import type { ReasonEntry } from './reasons/entry.js';
import { HANDOVER_REASONS } from './reasons/handover.js';
import { INTAKE_REASONS } from './reasons/intake.js';
import { LEGAL_AID_REASONS } from './reasons/legal-aid.js';
import { OPERATIONS_REASONS } from './reasons/operations.js';
import { PROGRAMME_REASONS } from './reasons/programme.js';
import { REFERRAL_REASONS } from './reasons/referral.js';
import { TIMELINE_REASONS } from './reasons/timeline.js';
import { VAULT_REASONS } from './reasons/vault.js';

export type { ReasonEntry, RejectionCode } from './reasons/entry.js';

/** The one catalogue of reasons: what a caller can be told, in every service. */
export const REASONS = {
  ...COMMON_REASONS,
  ...INTAKE_REASONS,
  ...PROGRAMME_REASONS,
  ...ASSESSMENT_REASONS,
  ...REFERRAL_REASONS,
  ...HANDOVER_REASONS,
  ...LEGAL_AID_REASONS,
  ...DIRECTORY_REASONS,
  ...VAULT_REASONS,
  ...TIMELINE_REASONS,
  ...OPERATIONS_REASONS,
} as const satisfies Record<string, ReasonEntry>;

/** A key of the catalogue. */
export type Reason = keyof typeof REASONS;
