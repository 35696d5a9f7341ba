import { randomUUID } from 'node:crypto';
import { PersonalDataCategory, RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { Notice, ReferralSummary, Worklist } from '@accompany/contracts/referral/v1/service';
import { Intent } from '@accompany/contracts/referral/v1/types';
import type { AnyEvent } from '@accompany/runtime';
import { as, createTestLog, mutation, startTestService } from '@accompany/runtime/testing';
import { casesCopy, directoryCopy } from './copies.js';
import { handlers } from './handlers.js';
import { handoverHandlers } from './handover-handlers.js';
import { handoverReactions } from './handover-reactions.js';
import { referralIdForNeed } from './ids.js';
import { noticesView } from './notice-views.js';
import { openThingsCopy } from './open-things-copies.js';
import { passingOn } from './passing-on.js';
import { policies } from './policies.js';
import { draftOnNeed } from './reactions.js';
import { tellings } from './telling.js';
import { noticeTimers, pickUpTimers } from './timers.js';
import { answerTimers } from './transfer-timers.js';
import { transfersView } from './transfer-views.js';
import { referralsView } from './views.js';

/** Within how many hours agencies acknowledge here. */
export const WITHIN_HOURS = 72;

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY } = PersonalDataCategory;
const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;

/** An agency with one psychosocial service in one office. */
export type Provider = { readonly agencyId: string; readonly officeId: string; readonly serviceId: string };

/** An open case with a need, a consent, and the network's draft. */
export type Drafted = { readonly caseId: string; readonly consentId: string; readonly needId: string; readonly referralId: string };

/** The service with its own store, copies, reactions, views and timers, for the tests; each test makes agencies and cases of its own. */
export const startReferral = async () => {
  const { app, db, executor, stop } = await startTestService({
    service: 'referral',
    migrations: new URL('../migrations/', import.meta.url),
  });
  const log = createTestLog({
    ...{ service: 'referral', db, executor },
    copies: [casesCopy, directoryCopy, openThingsCopy],
    reactions: [draftOnNeed, ...policies, ...tellings(WITHIN_HOURS), ...handoverReactions, ...passingOn],
    views: [referralsView, noticesView, transfersView],
    timers: [pickUpTimers, noticeTimers, answerTimers],
  });
  const [calls, handovers] = [handlers(app), handoverHandlers(app)];
  const learn = (event: object, caseId: string, told: Parameters<typeof log.learn>[2] = {}) => log.learn(event as AnyEvent, caseId, told);

  const provider = async (name: string, areaCodes: string[] = ['17']): Promise<Provider> => {
    const [agencyId, officeId, serviceId] = [`${name}-${randomUUID().slice(0, 8)}`, randomUUID(), randomUUID()];
    await learn({ $case: 'agencyRegistered', value: { agencyId, name, kinds: [], externalReferences: [] } }, agencyId);
    await learn({ $case: 'officeOpened', value: { officeId, agencyId, name: 'Office', areaCode: areaCodes[0] ?? '' } }, agencyId);
    const offered = { serviceId, agencyId, officeId, name: '', category: PSYCHOSOCIAL, areaCodes };
    await learn({ $case: 'serviceOffered', value: offered }, agencyId);
    return { agencyId, officeId, serviceId };
  };

  const openCase = async (leadAgency: string): Promise<{ caseId: string; clientId: string }> => {
    const [caseId, clientId] = [randomUUID(), randomUUID()];
    const opened = { reportId: randomUUID(), clientId, leadAgency, risk: RiskLevel.RISK_LEVEL_LOW, urgency: Urgency.URGENCY_HIGH };
    await learn({ $case: 'caseOpened', value: opened }, caseId);
    return { caseId, clientId };
  };

  const identifyNeed = async (caseId: string, agency: string, urgency = Urgency.URGENCY_HIGH): Promise<string> => {
    const need = { needId: randomUUID(), category: PSYCHOSOCIAL, urgency, agency, clientId: randomUUID() };
    await learn({ $case: 'needIdentified', value: need }, caseId);
    return need.needId;
  };

  const list = async (name: string, worklist: Worklist): Promise<Partial<ReferralSummary>[]> => {
    await log.settle();
    const { referrals = [] } = await calls.listReferrals({ worklist, pageSize: 200, pageToken: '', atLeastPosition: undefined }, as(name));
    return referrals;
  };

  /** What a consent or a legal basis covers for these receivers. */
  const scopeFor = (agencies: string[]) => ({ purposes: [PSYCHOSOCIAL], agencies, categories: [IDENTITY], validFrom: new Date(0) });

  const caseWithDraft = async (sender: string, receivers: string[], urgency?: Urgency): Promise<Drafted> => {
    const { caseId } = await openCase(sender);
    const consentId = randomUUID();
    await learn({ $case: 'consentGiven', value: { consentId, by: 2, scope: scopeFor(receivers) } }, caseId);
    const needId = await identifyNeed(caseId, sender, urgency);
    return { caseId, consentId, needId, referralId: referralIdForNeed(needId) };
  };

  const send = (
    { referralId, consentId, basisId = '', note = '' }: { referralId: string; consentId: string; basisId?: string; note?: string },
    sender: string,
    to: Pick<Provider, 'agencyId' | 'serviceId'>,
    command = mutation(),
  ) =>
    calls.sendReferral(
      {
        ...command,
        referralId,
        receiver: to.agencyId,
        serviceId: to.serviceId,
        shareCategories: [IDENTITY],
        permission: basisId === '' ? { $case: 'consentId', value: consentId } : { $case: 'legalBasisId', value: basisId },
        note,
        intent: Intent.INTENT_REFERRAL,
        atLeastPositions: [],
      },
      as(sender),
    );

  /** A sender with a draft, and a receiver that it may go to. */
  const setUp = async () => {
    const [sender, receiver] = [await provider('alpha'), await provider('beta')];
    return { ...(await caseWithDraft(sender.agencyId, [receiver.agencyId])), sender, receiver };
  };

  return {
    ...{
      app,
      db,
      executor,
      stop,
      log,
      calls,
      handovers,
      learn,
      provider,
      openCase,
      identifyNeed,
      list,
      scopeFor,
      caseWithDraft,
      send,
      setUp,
    },
    /** A referral that was sent; nothing came back on the log yet. */
    sent: async () => {
      const all = await setUp();
      await send(all, all.sender.agencyId, all.receiver);
      return all;
    },
    notices: async (name: string, acknowledgedToo = false): Promise<Partial<Notice>[]> => {
      await log.settle();
      const page = { acknowledgedToo, pageSize: 200, pageToken: '', atLeastPosition: undefined };
      return (await calls.listNotices(page, as(name))).notices ?? [];
    },
    read: async (referralId: string, name: string) =>
      (await calls.getReferral({ referralId, atLeastPosition: undefined }, as(name))).referral,
  };
};

/** The service under test. */
export type ReferralStage = Awaited<ReturnType<typeof startReferral>>;
