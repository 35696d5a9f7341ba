import {
  HandoverReason,
  TransferDeclineReason,
  type TransferRelation,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { as, EGRET, facts, GIVER, HERON, known, LEAD, MONITOR, STRANGER } from './handover-samples.js';
import { step } from './model-steps.js';
import { type Event, type Transfer, transfer } from './transfer.js';
import {
  acceptTransfer,
  becomeOverdue,
  declineTransfer,
  escalate,
  offer,
  release,
  takeBack,
  withdrawTransfer,
} from './transfer-decisions.js';

/** The child's file: with whom it lies, what the other agency said, and who answers for the child meanwhile. */
type Model = { file: 'kept' | 'offered' | 'taken' | 'declined' | 'recalled' | 'given'; holder: string; reminded: string[] };
type Real = { state: Transfer; history: Event[]; holder: string };

const STATUS = { kept: 'none', offered: 'offered', taken: 'accepted', declined: 'declined', recalled: 'withdrawn', given: 'released' };
const WHY_NOT: Record<Model['file'], Outcome> = {
  kept: 'TRANSFER_UNKNOWN',
  offered: 'TRANSFER_NOT_ANSWERED',
  taken: 'TRANSFER_TAKEN',
  declined: 'TRANSFER_DECLINED',
  recalled: 'TRANSFER_WITHDRAWN',
  given: 'TRANSFER_RELEASED',
};

const tried = (name: string, rule: (model: Model) => Outcome | Partial<Model>, decide: (state: Transfer) => Event[]) =>
  step<Model, Real>(name, (model, real) => {
    const expected = rule(model);
    const { outcome, events, state } = carryOut(transfer, real.state, decide);
    expect(outcome).toBe(typeof expected === 'string' ? expected : 'changed');
    if (typeof expected !== 'string') Object.assign(model, expected);
    real.state = state;
    real.history.push(...events);
    // Responsibility moves with the release, from the one who has it, and with nothing else.
    for (const event of events)
      if (event.$case === 'transferReleased') {
        expect(event.value.giver).toBe(real.holder);
        real.holder = event.value.receiver;
      }
    expect(real.holder).toBe(model.holder);
    expect(state.status).toBe(STATUS[model.file]);
    if (state.status === 'none') return;
    const { giver, receiver, relation, overdue, escalated } = state.terms;
    expect([giver, receiver, relation]).toEqual([GIVER, HERON, LEAD]);
    expect([overdue, escalated]).toEqual([model.reminded.includes('overdue'), model.reminded.includes('escalated')]);
    expect(real.history.filter(({ $case }) => /Declined|Withdrawn|Released/.test($case)).length).toBeLessThanOrEqual(1);
  });

const NO_TRANSFER: Transfer = transfer.initial;
const CASE = facts(
  { c: known('c') },
  {
    receivers: new Map([
      [HERON, { suspended: false }],
      [EGRET, { suspended: true }],
    ]),
  },
);
const REASON = HandoverReason.HANDOVER_REASON_RELOCATION;
const offering = (agency: string, receiver: string, relation: TransferRelation) =>
  tried(
    `${agency} offers to ${receiver}, ${relation}`,
    ({ file }) => {
      // The id of a transfer follows from its giver: another's offer is another transfer.
      if (agency !== GIVER) return 'TRANSFER_CASE_UNKNOWN';
      const same = receiver === HERON && relation === LEAD;
      if (file !== 'kept') return file !== 'offered' ? WHY_NOT[file] : same ? 'unchanged' : 'TRANSFER_ALREADY_OPEN';
      if (receiver === GIVER) return 'TRANSFER_TO_SELF';
      if (receiver === EGRET) return 'TRANSFER_RECEIVER_SUSPENDED';
      if (receiver === STRANGER) return 'TRANSFER_RECEIVER_UNKNOWN';
      return relation === LEAD ? { file: 'offered' } : 'HANDOVER_CASE_NOT_HELD';
    },
    (state) => offer(agency === GIVER ? state : NO_TRANSFER, { caseId: 'c', receiver, relation, reason: REASON }, CASE, as(agency)),
  );

const DECLINED = TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY;
const KEPT = TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_KEPT_BY_GIVER;

const DECISIONS = {
  accepts: {
    by: HERON,
    from: ['offered'],
    to: { file: 'taken' },
    done: ['taken', 'given'],
    decide: (agency: string) => (state: Transfer) => acceptTransfer(state, as(agency)),
  },
  declines: {
    by: HERON,
    from: ['offered'],
    to: { file: 'declined' },
    done: ['declined'],
    decide: (agency: string) => (state: Transfer) => declineTransfer(state, { reason: DECLINED }, as(agency)),
  },
  'lets go': {
    by: GIVER,
    from: ['taken'],
    to: { file: 'given', holder: HERON },
    done: ['given'],
    decide: (agency: string) => (state: Transfer) => release(state, as(agency)),
  },
  'takes it back': {
    by: GIVER,
    from: ['offered', 'taken'],
    to: { file: 'recalled' },
    done: ['recalled'],
    decide: (agency: string) => (state: Transfer) => withdrawTransfer(state, { reason: KEPT }, as(agency)),
  },
} as const;

const deciding = (agency: string, what: keyof typeof DECISIONS) => {
  const { by, from, to, done, decide } = DECISIONS[what];
  const has = (files: readonly string[], { file }: Model) => files.includes(file);
  return tried(
    `${agency} ${what}`,
    (model) => {
      if (model.file === 'kept' || (agency !== GIVER && agency !== HERON)) return 'TRANSFER_UNKNOWN';
      if (agency !== by) return by === GIVER ? 'NOT_THE_GIVER' : 'NOT_THE_TRANSFER_RECEIVER';
      return has(done, model) ? 'unchanged' : has(from, model) ? to : WHY_NOT[model.file];
    },
    decide(agency),
  );
};

/** Silence is never consent: a reminder moves nothing. */
const reminding = (what: 'overdue' | 'escalated') =>
  tried(
    `nobody answers: ${what}`,
    ({ file, reminded }) => (file === 'offered' && !reminded.includes(what) ? { reminded: [...reminded, what] } : 'unchanged'),
    what === 'overdue' ? becomeOverdue : escalate,
  );

const elsewhere = tried(
  'the case is not open',
  ({ file }) => (file === 'offered' || file === 'taken' ? { file: 'recalled' } : 'unchanged'),
  (state) => takeBack(state, TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_CASE_NOT_OPEN),
);

const often = <Value>(likely: Value, ...others: Value[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(likely) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const offers = fc
  .tuple(often(GIVER, EGRET), often(HERON, EGRET, GIVER, STRANGER), often<TransferRelation>(LEAD, MONITOR))
  .map((all) => offering(...all));
const of = (what: keyof typeof DECISIONS) =>
  often(DECISIONS[what].by as string, GIVER, HERON, EGRET).map((agency) => deciding(agency, what));
const rarely = fc.oneof(of('declines'), of('takes it back'), fc.constant(elsewhere));
const reminders = fc.constantFrom('overdue' as const, 'escalated' as const).map(reminding);

test('a case is the giver’s until it lets go, whatever anybody does in whatever order', () => {
  const model = (): Model => ({ file: 'kept', holder: GIVER, reminded: [] });
  const real = (): Real => ({ state: transfer.initial, history: [], holder: GIVER });
  const steps = fc.commands([offers, offers, of('accepts'), of('lets go'), of('lets go'), reminders, rarely], {
    maxCommands: 20,
    size: 'max',
  });
  fc.assert(
    fc.property(steps, (commands) => fc.modelRun(() => ({ model: model(), real: real() }), commands)),
    { numRuns: 100 },
  );
});
