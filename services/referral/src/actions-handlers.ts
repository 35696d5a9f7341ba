import { type Acting, type AnyActing, type App, acting, type Call } from '@accompany/runtime';
import { type Ground, referralActions } from './actions.js';
import { type HandoverFacts, handoverActions, isHandoverParty, isTransferParty, transferActions, unheld } from './actions-handover.js';
import { isRecorder, isTold, noticeActions, supportActions } from './actions-notice.js';
import { isPlanParty, planActions } from './actions-plan.js';
import { caseFact, needFact } from './facts-queries.js';
import { type Event, type Handover, handoverAggregate } from './handover.js';
import { nextTransfer } from './next-transfer-handlers.js';
import { noticeAggregate } from './notice.js';
import { offerFacts } from './offer-queries.js';
import { answerTimes } from './offer-rules.js';
import { actingAgency, isParty } from './parties.js';
import { planAggregate } from './plan.js';
import { type Referral, type Event as ReferralEvent, referralAggregate } from './referral.js';
import { supportAggregate } from './support.js';
import { transferAggregate } from './transfer.js';

/** What sending a draft looks at, of the case and the need; what was sent needs none of it. */
const groundOf = async ({ db }: App, state: Referral, caseId: string): Promise<Ground> =>
  state.status === 'draft' ? { case: await caseFact(db, caseId), need: await needFact(db, state.terms.needId, caseId) } : {};

const referrals: Acting<Referral, ReferralEvent> = {
  aggregate: referralAggregate,
  actions: async (app, { state, key }) => referralActions(await groundOf(app, state, key)),
  isParty,
};

/** What the giver's offers look at; a receiver's view of the list needs none of it. */
const factsOf = async (app: App, state: Handover, call: Call): Promise<HandoverFacts> => {
  const giver = actingAgency(call);
  const times = answerTimes(call.now, app.config.ACCOMPANY_TRANSFER_ANSWER_DAYS);
  if (state.status === 'none' || giver !== state.terms.giver) {
    const nothing = { ...times, cases: new Map(), receivers: new Map() };
    return { all: nothing, again: nothing };
  }
  const one = unheld(state);
  const [all, known] = [
    await offerFacts(app.db, giver, [...state.terms.items.values()], times),
    await offerFacts(app.db, giver, [one], times),
  ];
  return { all, again: await nextTransfer(app, known, one.caseId, call) };
};

const handovers: Acting<Handover, Event> = {
  aggregate: handoverAggregate,
  actions: async (app, { state }, call) => handoverActions(await factsOf(app, state, call)),
  isParty: isHandoverParty,
};

/** What people may do with the things of this service. */
export const actings: readonly AnyActing[] = [
  acting(referrals),
  acting({ aggregate: planAggregate, actions: planActions, isParty: isPlanParty }),
  acting({ aggregate: supportAggregate, actions: supportActions, isParty: isRecorder }),
  acting({ aggregate: noticeAggregate, actions: noticeActions, isParty: isTold }),
  acting({ aggregate: transferAggregate, actions: transferActions, isParty: isTransferParty }),
  acting(handovers),
];
