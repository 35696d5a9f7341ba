import assert from 'node:assert/strict';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import type { Command } from 'fast-check';
import { type Event, type Handover, handover } from './handover.js';
import { followHandover, followTransfer } from './handover-reactions.js';
import { GIVER, giver } from './handover-samples.js';
import { step } from './model-steps.js';
import { type Transfer, type Event as TransferEvent, transfer } from './transfer.js';

/** The sheet on which the giver writes where each child's file is. */
export type Offer = 'none' | 'out' | 'taken' | 'declined' | 'withdrawn' | 'gone';
export type File = { to: string; offer: Offer; kept: boolean };
export type Model = {
  at: 'list' | 'out' | 'done' | 'stopped';
  begun: boolean;
  declared: number;
  explained: number;
  files: Record<string, File>;
  /** Who answers for each child. */
  holder: Record<string, string>;
};

/** The list, the transfers that follow from it, and the holder of each case, which moves on a release only. */
export type Real = { state: Handover; transfers: Map<string, Transfer>; holder: Record<string, string> };

const H = 'h';
/** The children on the list. */
export const CASES = ['a', 'b', 'c'];
/** Why it cannot be done any more, or not yet. */
export const STANDS = {
  list: 'HANDOVER_NOT_OFFERED',
  out: 'HANDOVER_OFFERED',
  done: 'HANDOVER_COMPLETED',
  stopped: 'HANDOVER_ABANDONED',
} as const;

const follow = (real: Real, events: readonly Event[]): void => {
  for (const event of events)
    for (const { id, caseId, decide } of followHandover(event, { streamId: H }))
      onTransfer(real, id, caseId ?? '', (state) => decide(state, giver));
};

/** A transfer decides; what follows from it follows at once, and twice. */
export const onTransfer = (real: Real, id: string, caseId: string, decide: (state: Transfer) => TransferEvent[]): Outcome => {
  const { outcome, events, state } = carryOut(transfer, real.transfers.get(id) ?? transfer.initial, decide);
  if (state.status !== 'none') real.transfers.set(id, state);
  for (const event of events) {
    if (event.$case === 'transferReleased') {
      assert.equal(real.holder[caseId], event.value.giver);
      real.holder[caseId] = event.value.receiver;
    }
    for (const order of followTransfer(event, { streamId: id, caseId })) onList(real, (list) => order.decide(list, giver));
  }
  return outcome;
};

/** The list decides; what follows from it follows at once, and twice. */
export const onList = (real: Real, decide: (state: Handover) => Event[]): Outcome => {
  const { outcome, events, state } = carryOut(handover, real.state, decide);
  real.state = state;
  follow(real, events);
  return outcome;
};

const STATUS: Record<Offer, string> = {
  none: 'listed',
  out: 'offered',
  taken: 'accepted',
  declined: 'declined',
  withdrawn: 'withdrawn',
  gone: 'released',
};

/** Everything that happened is on the sheet, and the other way round. */
const check = (model: Model, { state, holder, transfers }: Real): void => {
  if (state.status === 'none') throw new Error('a handover does not vanish');
  const out = model.begun ? 'in_progress' : 'offered';
  assert.equal(state.status, { list: 'drafted', out, done: 'completed', stopped: 'abandoned' }[model.at]);
  const items = [...state.terms.items.values()].map(({ caseId, receiver, status }) => [caseId, { receiver, status }]);
  const files = Object.entries(model.files).map(([id, { to, offer, kept }]) => [
    id,
    { receiver: to, status: kept ? 'kept' : STATUS[offer] },
  ]);
  assert.deepEqual(Object.fromEntries(items), Object.fromEntries(files));
  // One holder at every moment: the giver until it lets go, and then whoever took the case.
  assert.deepEqual(holder, model.holder);
  for (const { caseId, transferId, status } of state.terms.items.values()) {
    assert.equal(holder[caseId] === GIVER, status !== 'released');
    assert.equal(transfers.get(transferId)?.status ?? 'listed', status === 'kept' ? STATUS[model.files[caseId]?.offer ?? 'none'] : status);
  }
};

/** What may be said to the offer of a case: by whom, from where, and where it is done already. */
export const ANSWERS = {
  accepts: { by: 'receiver', from: ['out'], to: 'taken', done: ['taken', 'gone'] },
  declines: { by: 'receiver', from: ['out'], to: 'declined', done: ['declined'] },
  releases: { by: 'giver', from: ['taken'], to: 'gone', done: ['gone'] },
  withdraws: { by: 'giver', from: ['out', 'taken'], to: 'withdrawn', done: ['withdrawn'] },
} as const;
/** Why an offer does not take that answer. */
export const WHY_NOT: Record<Offer, Outcome> = {
  none: 'TRANSFER_UNKNOWN',
  out: 'TRANSFER_NOT_ANSWERED',
  taken: 'TRANSFER_TAKEN',
  declined: 'TRANSFER_DECLINED',
  withdrawn: 'TRANSFER_WITHDRAWN',
  gone: 'TRANSFER_RELEASED',
};

/** Something that is tried. */
export type Step = Command<Model, Real>;
/** What the sheet says will happen; where it says that something changes, it is changed. */
export type Rule = (model: Model) => Outcome | (() => void);

/** Tries it, and compares with the sheet. */
export const tried = (name: string, rule: Rule, carry: (real: Real) => Outcome): Step =>
  step(name, (model, real) => {
    const expected = rule(model);
    assert.equal(carry(real), typeof expected === 'string' ? expected : 'changed');
    if (typeof expected !== 'string') expected();
    const files = Object.values(model.files);
    if (model.at === 'out' && files.every(({ offer, kept }) => kept || offer === 'gone')) model.at = 'done';
    check(model, real);
  });
