import { SkipReason } from '@accompany/contracts/operations/v1/types';
import type { DecisionContext } from '@accompany/domain';
import { matrix } from '@accompany/domain/testing';
import { acknowledge, type Event, repair, resume, skip } from './repair.js';

const OPERATOR = 'the operator';
const SERVICE = 'another service';
const AGENCY = 'an agency';

const then = new Date('2022-02-26T09:00:00Z');
const at = (actor: DecisionContext['actor']): DecisionContext => ({ actor, occurredAt: then, now: then });

const failed = { eventId: 'referral-r/2', type: 'accompany.referral.v1.ReferralAccepted', source: 'referral', position: 7 };
const where = { service: 'intake', consumer: 'reactions', parkedAt: then, operator: 'op-1' };
const why = { reason: SkipReason.SKIP_REASON_UNREADABLE, ticket: 'OPS-1' };
const skipping = { ...where, ...why, skipped: failed };
const record = { service: 'intake', topic: 'case-events.v1', partition: 3, offset: '17', operator: 'op-1', ...why };

const resumed: Event = { $case: 'parkedCaseResumed', value: { ...where, failed } };
const skipped: Event = { $case: 'parkedEventSkipped', value: skipping };

/** What docs/domain.md tells of every service: what operators decide about events that it could not take in. */
export const matrices = [
  matrix({
    title: 'Event that a service could not take in',
    source: 'packages/runtime/src/repair.ts',
    decider: repair,
    roles: {
      [OPERATOR]: at({ kind: 'service', service: 'operator' }),
      [SERVICE]: at({ kind: 'service', service: 'referral' }),
      [AGENCY]: at({ kind: 'agency', agency: 'lotus', person: 'p-1' }),
    },
    states: { none: [], tried: [resumed], skipped: [skipped] },
    commands: {
      resume: { by: OPERATOR, give: (state, context) => resume(state, { ...where, failed }, context) },
      skip: { by: OPERATOR, give: (state, context) => skip(state, skipping, context) },
    },
  }),
  matrix({
    title: 'Record of the log that is not ours',
    source: 'packages/runtime/src/repair.ts',
    decider: repair,
    roles: {
      [OPERATOR]: at({ kind: 'service', service: 'operator' }),
      [SERVICE]: at({ kind: 'service', service: 'referral' }),
      [AGENCY]: at({ kind: 'agency', agency: 'lotus', person: 'p-1' }),
    },
    states: { none: [], acknowledged: [{ $case: 'foreignRecordAcknowledged', value: record }] },
    commands: { acknowledge: { by: OPERATOR, give: (state, context) => acknowledge(state, record, context) } },
  }),
];
