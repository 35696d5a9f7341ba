import { HandoverServiceDefinition } from '@accompany/contracts/referral/v1/handover_service';
import { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { Period } from '@accompany/contracts/referral/v1/types';
import { type Actor, fold } from '@accompany/domain';
import type { Samples } from '@accompany/domain/testing';
import { compareActions, type Way } from '@accompany/domain/testing-actions';
import { describe, expect, test } from 'vitest';
import { referralActions } from './actions.js';
import { handoverActions, isHandoverParty, isTransferParty, transferActions } from './actions-handover.js';
import { isRecorder, isTold, noticeActions, supportActions } from './actions-notice.js';
import { isPlanParty, planActions } from './actions-plan.js';
import * as giver from './giver.js';
import type { Handover, Event as HandoverEvent } from './handover.js';
import { handoverItemMatrix, handoverMatrix, offerFacts } from './matrix-handover.js';
import { planMatrix, sessionMatrix } from './matrix-plan.js';
import { referralMatrix } from './matrix-referral.js';
import { noticeMatrix, supportMatrix, transferMatrix } from './matrix-transfer.js';
import { isParty } from './parties.js';
import type { Plan, Event as PlanEvent } from './plan.js';
import { activate, continuePlan } from './plan-decisions.js';
import { renewSharing } from './renewal.js';
import { ALPHA, BETA, byService, facts } from './samples.js';
import * as sessions from './session-decisions.js';

/** Calls that read, and calls that begin something: those rest on facts of the case. */
const NOT_ACTIONS =
  /^(Get|List)|^(DraftReferral|RecordReferralFromOutside|ShareInformation|DraftPlan|RecordSupport|DraftHandover|OfferTransfer)$/;

test('everything that is done with a thing of this service is an action', () => {
  const services = [ReferralServiceDefinition, HandoverServiceDefinition];
  const rpcs = services.flatMap(({ methods }) => Object.values(methods)).map(({ name }): string => name);
  const all = [
    referralActions({}),
    planActions,
    supportActions,
    noticeActions,
    transferActions,
    handoverActions({ all: offerFacts, again: offerFacts }),
  ];
  const names = all.flatMap((actions) => actions.map(({ name }) => name));
  expect(names.sort()).toEqual(rpcs.filter((name) => !NOT_ACTIONS.test(name)).sort());
});

let made = 0;
/** An id that no thing has. */
const fresh = (): string => `fresh-${++made}`;

describe('what is said to be allowed is what the decision does, after any commands, for anybody', () => {
  test('a referral', () =>
    compareActions({
      samples: referralMatrix.samples,
      actions: referralActions({ case: facts.case, need: facts.need }),
      ways: {
        SendReferral: ['send'],
        RenewSharing: [
          'renew the sharing',
          () => [(state, context) => renewSharing(state, { permission: { $case: 'consentId', value: fresh() } }, facts, context)],
        ],
        ReceiveReferral: ['receive'],
        AcceptReferral: ['accept'],
        WaitlistReferral: ['waitlist'],
        DeclineReferral: ['decline'],
        StartService: ['start'],
        HoldService: ['hold'],
        ResumeService: ['resume'],
        CompleteService: ['complete'],
        ReportNotDelivered: ['report not delivered'],
        WithdrawReferral: ['withdraw'],
        CancelReferral: ['cancel'],
        CloseLoop: ['close the loop'],
        EnterReferralInError: ['enter in error'],
      },
    }));

  /** A command for each session of the plan. */
  const each =
    (give: (sessionId: string) => Way<Plan, PlanEvent>) =>
    (state: Plan): Way<Plan, PlanEvent>[] =>
      (state.status === 'none' ? [] : [...state.terms.sessions.keys()]).map(give);
  const by = 1;
  const plannedFor = new Date('2022-03-01T00:00:00Z');
  const paces = [Period.PERIOD_WEEK, Period.PERIOD_MONTH].map((period) => ({ sessions: 1, period }));

  test.each([
    ['a service plan', planMatrix],
    ['its sessions', sessionMatrix],
  ])('%s', (_what, { samples }) =>
    compareActions<Plan, PlanEvent>({
      samples: { ...samples, commands: { ...planMatrix.samples.commands, ...samples.commands } },
      actions: planActions,
      ways: {
        ActivatePlan: [() => paces.map((frequency) => (state, context) => activate(state, { frequency }, context))],
        ReviewPlan: ['review'],
        ContinuePlan: [() => paces.map((frequency) => (state, context) => continuePlan(state, { frequency }, context))],
        CompletePlan: ['complete'],
        DiscontinuePlan: ['discontinue'],
        PlanSession: ['plan', () => [(state, context) => sessions.planSession(state, { sessionId: fresh(), plannedFor }, context)]],
        HoldSession: ['hold', each((sessionId) => (state, context) => sessions.holdSession(state, { sessionId }, context))],
        MissSession: ['miss', each((sessionId) => (state, context) => sessions.missSession(state, { sessionId }, context))],
        CancelSession: ['cancel', each((sessionId) => (state, context) => sessions.cancelSession(state, { sessionId, by }, context))],
        RescheduleSession: [
          'reschedule',
          each(
            (sessionId) => (state, context) => sessions.rescheduleSession(state, { sessionId, newSessionId: fresh(), plannedFor }, context),
          ),
        ],
      },
    }),
  );

  test('support, and a notice', () => {
    compareActions({ samples: supportMatrix.samples, actions: supportActions, ways: { EnterSupportInError: ['enter in error'] } });
    compareActions({ samples: noticeMatrix.samples, actions: noticeActions, ways: { AcknowledgeNotice: ['acknowledge'] } });
  });

  test('a transfer', () =>
    compareActions({
      samples: transferMatrix.samples,
      actions: transferActions,
      ways: { AcceptTransfer: ['accept'], DeclineTransfer: ['decline'], ReleaseTransfer: ['release'], WithdrawTransfer: ['withdraw'] },
    }));

  /** A command for each case of the list. */
  const eachItem =
    (give: (item: { caseId: string; receiver: string }) => Way<Handover, HandoverEvent>) =>
    (state: Handover): Way<Handover, HandoverEvent>[] =>
      (state.status === 'none' ? [] : [...state.terms.items.values()]).map(give);
  const listed = { receiver: 'delta', relation: 1 };

  test.each([
    ['a handover', handoverMatrix],
    ['its cases', handoverItemMatrix],
  ])('%s', (_what, { samples }) =>
    compareActions<Handover, HandoverEvent>({
      samples: { ...samples, commands: { ...handoverMatrix.samples.commands, ...samples.commands } },
      actions: handoverActions({ all: offerFacts, again: offerFacts }),
      ways: {
        AddHandoverItems: ['list', () => [(state, context) => giver.list(state, { items: [{ ...listed, caseId: fresh() }] }, context)]],
        RemoveHandoverItems: [
          'remove',
          eachItem(
            ({ caseId }) =>
              (state, context) =>
                giver.remove(state, { caseIds: [caseId] }, context),
          ),
        ],
        DeclareHandoverTotals: [
          'declare',
          () => [4, 5].map((total) => (state, context) => giver.declare(state, { declared: { total, direct: 0, remote: 0 } }, context)),
        ],
        ExplainHandoverDifferences: ['explain', () => [(state, context) => giver.explain(state, { differences: [] }, context)]],
        OfferHandover: ['offer'],
        OfferHandoverItemAgain: ['offer again', eachItem((item) => (state, context) => giver.offerAgain(state, item, offerFacts, context))],
        KeepHandoverItem: ['keep', eachItem((item) => (state, context) => giver.keep(state, { ...item, reason: 1 }, context))],
        AbandonHandover: ['abandon'],
      },
    }),
  );
});

test('only who has a part in a thing may ask', () => {
  const agencies = [ALPHA, BETA, 'gamma'].map((agency) => ({ kind: 'agency', agency, person: 'p1' }) as const);
  const askers = (may: (actor: Actor) => boolean) => [...agencies, byService.actor].map(may);
  const [yes, no] = [true, false];
  const last = <State, Event>({ decider, states }: Samples<State, Event>) => fold(decider, Object.values(states).at(-1) ?? []);
  const of = {
    referral: askers((actor) => isParty(last(referralMatrix.samples), actor)),
    plan: askers((actor) => isPlanParty(last(planMatrix.samples), actor)),
    transfer: askers((actor) => isTransferParty(last(transferMatrix.samples), actor)),
    handover: askers((actor) => isHandoverParty(last(handoverMatrix.samples), actor)),
    support: askers((actor) => isRecorder(last(supportMatrix.samples), actor)),
    notice: askers((actor) => isTold(last(noticeMatrix.samples), actor)),
  };
  const both = [yes, yes, no, no];
  expect(of).toEqual({ referral: both, plan: both, transfer: both, handover: both, support: [yes, no, no, no], notice: [no, yes, no, no] });
  const listed = fold(handoverMatrix.samples.decider, handoverMatrix.samples.states.drafted ?? []);
  expect(askers((actor) => isHandoverParty(listed, actor))).toEqual([yes, no, no, no]);
});
