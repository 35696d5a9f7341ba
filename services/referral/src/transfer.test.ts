import {
  HandoverReason,
  TransferDeclineReason,
  TransferRelation,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import { type DecisionContext, fold, type Reason } from '@accompany/domain';
import { carryOut, given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OfferFacts } from './offer-rules.js';
import { type Event, type Status, type Transfer, transfer } from './transfer.js';
import {
  acceptTransfer,
  becomeOverdue,
  declineTransfer,
  escalate,
  offer,
  offerInHandover,
  release,
  takeBack,
  takeBackOf,
  withdrawTransfer,
} from './transfer-decisions.js';
import { transferId } from './transfer-id.js';

const [GIVER, RECEIVER, STRANGER] = ['lotus', 'heron', 'crane'];
const { TRANSFER_RELATION_LEAD: LEAD, TRANSFER_RELATION_MONITOR: MONITOR } = TransferRelation;
const REASON = HandoverReason.HANDOVER_REASON_RELOCATION;
const KEPT = TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_KEPT_BY_GIVER;
const NO_CAPACITY = TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY;

const NOW = new Date('2021-10-01T08:00:00Z');
const as = (agency: string): DecisionContext => ({ actor: { kind: 'agency', agency, person: 'p1' }, occurredAt: NOW, now: NOW });
const times = { dueBy: new Date('2021-10-15T08:00:00Z'), escalatesAt: new Date('2021-10-22T08:00:00Z') };
const parties = { giver: GIVER, receiver: RECEIVER, relation: LEAD, handoverId: '' };

const offered = (over: object = {}): Event => ({
  $case: 'transferOffered',
  value: { ...parties, reason: REASON, previousTransferId: '', ...times, open: [], ...over },
});
const accepted: Event = { $case: 'transferAccepted', value: parties };
const declined: Event = { $case: 'transferDeclined', value: { ...parties, reason: NO_CAPACITY } };
const withdrawn: Event = { $case: 'transferWithdrawn', value: { ...parties, reason: KEPT } };
const released: Event = { $case: 'transferReleased', value: parties };

const HISTORIES: Record<Status, Event[]> = {
  offered: [offered()],
  accepted: [offered(), accepted],
  declined: [offered(), declined],
  withdrawn: [offered(), withdrawn],
  released: [offered(), accepted, released],
};

const facts = (receiver = RECEIVER): OfferFacts => ({
  ...times,
  receivers: new Map([[receiver, { suspended: false }]]),
  cases: new Map([
    ['c', { open: true, lead: GIVER, monitors: [], things: [], openTransferId: undefined, previousTransferId: '', transferId: 't' }],
  ]),
});
const asked = { caseId: 'c', receiver: RECEIVER, relation: LEAD, reason: REASON };

type Command = 'offer' | 'accept' | 'decline' | 'release' | 'withdraw' | 'takeBack' | 'overdue';
const COMMANDS: Record<Command, (state: Transfer) => Event[]> = {
  offer: (state) => offer(state, asked, facts(), as(GIVER)),
  accept: (state) => acceptTransfer(state, as(RECEIVER)),
  decline: (state) => declineTransfer(state, { reason: NO_CAPACITY }, as(RECEIVER)),
  release: (state) => release(state, as(GIVER)),
  withdraw: (state) => withdrawTransfer(state, { reason: KEPT }, as(GIVER)),
  takeBack: (state) => takeBack(state, KEPT),
  overdue: (state) => becomeOverdue(state),
};

/** Every state and every command: the status it leads to, `=` for nothing to do, or the reason of the refusal. */
const MATRIX: Record<Status, Record<Command, Status | '=' | Reason>> = {
  offered: {
    offer: '=',
    accept: 'accepted',
    decline: 'declined',
    release: 'TRANSFER_NOT_ANSWERED',
    withdraw: 'withdrawn',
    takeBack: 'withdrawn',
    overdue: 'offered',
  },
  accepted: {
    offer: 'TRANSFER_TAKEN',
    accept: '=',
    decline: 'TRANSFER_TAKEN',
    release: 'released',
    withdraw: 'withdrawn',
    takeBack: 'withdrawn',
    overdue: '=',
  },
  declined: {
    offer: 'TRANSFER_DECLINED',
    accept: 'TRANSFER_DECLINED',
    decline: '=',
    release: 'TRANSFER_DECLINED',
    withdraw: 'TRANSFER_DECLINED',
    takeBack: '=',
    overdue: '=',
  },
  withdrawn: {
    offer: 'TRANSFER_WITHDRAWN',
    accept: 'TRANSFER_WITHDRAWN',
    decline: 'TRANSFER_WITHDRAWN',
    release: 'TRANSFER_WITHDRAWN',
    withdraw: '=',
    takeBack: '=',
    overdue: '=',
  },
  released: {
    offer: 'TRANSFER_RELEASED',
    accept: '=',
    decline: 'TRANSFER_RELEASED',
    release: '=',
    withdraw: 'TRANSFER_RELEASED',
    takeBack: '=',
    overdue: '=',
  },
};

const cells = Object.entries(MATRIX).flatMap(([status, row]) =>
  Object.entries(row).map(([command, expected]) => [status as Status, command as Command, expected] as const),
);

test.each(cells)('%s, %s: %s', (status, command, expected) => {
  const before = given(transfer)(...HISTORIES[status]);
  const outcome = before.when(COMMANDS[command]);
  if (expected === '=') outcome.thenNothing();
  else if (expected in HISTORIES) expect(fold(transfer, COMMANDS[command](before.state), before.state).status).toBe(expected);
  else outcome.thenRejected(expected as Reason);
});

describe('who may', () => {
  test.each(Object.keys(HISTORIES) as Status[])('%s: a stranger finds nothing, the other side may not', (status) => {
    const history = given(transfer)(...HISTORIES[status]);
    history.when((state) => acceptTransfer(state, as(STRANGER))).thenRejected('TRANSFER_UNKNOWN');
    history.when((state) => release(state, as(STRANGER))).thenRejected('TRANSFER_UNKNOWN');
    history.when((state) => acceptTransfer(state, as(GIVER))).thenRejected('NOT_THE_TRANSFER_RECEIVER');
    history.when((state) => declineTransfer(state, { reason: NO_CAPACITY }, as(GIVER))).thenRejected('NOT_THE_TRANSFER_RECEIVER');
    history.when((state) => release(state, as(RECEIVER))).thenRejected('NOT_THE_GIVER');
    history.when((state) => withdrawTransfer(state, { reason: KEPT }, as(RECEIVER))).thenRejected('NOT_THE_GIVER');
  });
});

describe('by itself', () => {
  test('the lead offers its case', () =>
    given(transfer)()
      .when((state) => offer(state, asked, facts(), as(GIVER)))
      .then(offered()));

  test('not to itself, and not as somebody who does not hold it', () => {
    given(transfer)()
      .when((state) => offer(state, { ...asked, receiver: GIVER }, facts(GIVER), as(GIVER)))
      .thenRejected('TRANSFER_TO_SELF');
    given(transfer)()
      .when((state) => offer(state, asked, facts(), as(STRANGER)))
      .thenRejected('TRANSFER_CASE_UNKNOWN');
    given(transfer)()
      .when((state) => offer(state, { ...asked, relation: MONITOR }, facts(), as(GIVER)))
      .thenRejected('HANDOVER_CASE_NOT_HELD');
  });

  test('a second receiver is refused while the first has not answered', () =>
    given(transfer)(offered())
      .when((state) => offer(state, { ...asked, receiver: STRANGER }, facts(STRANGER), as(GIVER)))
      .thenRejected('TRANSFER_ALREADY_OPEN'));
});

describe('in a handover', () => {
  const terms = { giver: GIVER, reason: REASON, ...times };
  const item = { caseId: 'c', receiver: RECEIVER, relation: LEAD, transferId: 't', previousTransferId: '', open: [] };

  test('is offered once, however often the list is followed', () =>
    given(transfer)()
      .when((state) => offerInHandover(state, 'h', terms, item))
      .then(offered({ handoverId: 'h' })));

  test('says that it was not offered when the case is on its way already', () =>
    given(transfer)(offered())
      .when((state) => offerInHandover(state, 'h', terms, item))
      .then({ $case: 'transferNotOffered', value: { handoverId: 'h', giver: GIVER, receiver: RECEIVER } }));

  test('is taken back when its handover is abandoned, and no other', () => {
    given(transfer)(offered({ handoverId: 'h' }))
      .when((state) => takeBackOf(state, 'other'))
      .thenNothing();
    const reason = TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_HANDOVER_ABANDONED;
    given(transfer)(offered({ handoverId: 'h' }))
      .when((state) => takeBackOf(state, 'h'))
      .then({ $case: 'transferWithdrawn', value: { ...parties, handoverId: 'h', reason } });
  });
});

test('silence is overdue, then escalated, never consent', () => {
  const told = { giver: GIVER, receiver: RECEIVER, handoverId: '' };
  given(transfer)(offered()).when(becomeOverdue).then({ $case: 'transferOverdue', value: told });
  given(transfer)(offered()).when(escalate).then({ $case: 'transferEscalated', value: told });
  expect(fold(transfer, [offered(), { $case: 'transferOverdue', value: told }, { $case: 'transferEscalated', value: told }])).toMatchObject(
    { status: 'offered', terms: { overdue: true, escalated: true } },
  );
});

test('the next transfer of a case has one id, whoever asks for it', () => {
  expect(transferId('c', GIVER, '')).toBe(transferId('c', GIVER, ''));
  const ids = [transferId('c', GIVER, ''), transferId('c', GIVER, 't'), transferId('c', RECEIVER, ''), transferId('d', GIVER, '')];
  expect(new Set(ids).size).toBe(4);
});

test('whatever is tried in whatever order: released once, never after an end, and only what was accepted', () => {
  const commands = fc.array(fc.constantFrom(...(Object.keys(COMMANDS) as Command[])), { maxLength: 12 });
  fc.assert(
    fc.property(commands, (tried) => {
      let state = transfer.initial as Transfer;
      const events: Event[] = [];
      for (const command of tried) {
        const carried = carryOut(transfer, state, COMMANDS[command]);
        events.push(...carried.events);
        state = carried.state;
      }
      const happened = events.map(({ $case }) => $case);
      const ends = happened.filter((one) => ['transferReleased', 'transferDeclined', 'transferWithdrawn'].includes(one));
      expect(ends.length).toBeLessThanOrEqual(1);
      expect(happened.filter((one) => one === 'transferOffered').length).toBeLessThanOrEqual(1);
      if (happened.includes('transferReleased'))
        expect(happened.indexOf('transferAccepted')).toBeLessThan(happened.indexOf('transferReleased'));
    }),
    { numRuns: 1000 },
  );
});
