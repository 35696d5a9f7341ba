import { CancelReason, DecisionAsked, NoticeAbout, WithdrawReason } from '@accompany/contracts/referral/v1/types';
import { type AnyEvent, type AnyReaction, type EventMeta, type LookUp, type Ordered, reaction } from '@accompany/runtime';
import { noticeId } from './ids.js';
import { type Event, issue, type Notice, noticeAggregate } from './notice.js';
import { type Relying, relyingOnAgency, relyingOnCase, relyingOnService } from './relying-queries.js';

/** Who is told what. Whoever did it knows it already and is not told. */

type Meta = Pick<EventMeta, 'eventId' | 'streamId' | 'caseId' | 'actor'>;
type Orders = readonly Ordered<Notice, Event>[];
type Search = LookUp<Notice, Event> | undefined;
type Told = { readonly agencies: readonly Relying[]; readonly about: NoticeAbout; readonly subjectId: string };

const orders = ({ agencies, about, subjectId }: Told, { eventId, actor }: Meta, withinHours: number): Orders =>
  agencies
    .filter(({ agency }) => agency !== '' && !(actor.kind === 'agency' && actor.agency === agency))
    .map(({ agency, caseId, referralId }) => ({
      id: noticeId(`${eventId}/${caseId}`, agency, about),
      caseId,
      decide: (state, context) => issue(state, { toAgency: agency, about, subjectId, referralId, ofEvent: eventId }, withinHours, context),
    }));

/** What happened to a referral by itself is told to its sides: the event says all that is needed. */
export const tellSides =
  (withinHours: number) =>
  (event: AnyEvent, meta: Meta): Orders => {
    const told = (agencies: readonly string[], about: NoticeAbout) => {
      const { streamId: referralId, caseId } = meta;
      return orders(
        { agencies: agencies.map((agency) => ({ agency, caseId, referralId })), about, subjectId: referralId },
        meta,
        withinHours,
      );
    };
    switch (event.$case) {
      case 'referralDecisionAsked':
        return told(
          [event.value.sender],
          event.value.because === DecisionAsked.DECISION_ASKED_STRANDED
            ? NoticeAbout.NOTICE_ABOUT_REFERRAL_STRANDED
            : NoticeAbout.NOTICE_ABOUT_CONSENT_ENDED,
        );
      case 'referralWithdrawn':
        if (event.value.reason !== WithdrawReason.WITHDRAW_REASON_CASE_NOT_OPEN) return [];
        return told([event.value.sender, event.value.receiver], NoticeAbout.NOTICE_ABOUT_REFERRAL_UNDONE);
      case 'referralCancelled':
        if (event.value.reason !== CancelReason.CANCEL_REASON_CASE_NOT_OPEN) return [];
        return told([event.value.sender, event.value.receiver], NoticeAbout.NOTICE_ABOUT_REFERRAL_UNDONE);
      default:
        return [];
    }
  };

/** A case that closes, and a worker who leaves it, are told to whoever takes part or has an open referral. */
export const tellCase =
  (withinHours: number) =>
  (event: AnyEvent, meta: Meta): Search => {
    const tell =
      (about: NoticeAbout, subjectId: string): LookUp<Notice, Event> =>
      async (tx) =>
        orders({ agencies: await relyingOnCase(tx, meta.caseId), about, subjectId }, meta, withinHours);
    switch (event.$case) {
      case 'caseClosed':
        return tell(NoticeAbout.NOTICE_ABOUT_CASE_CLOSED, '');
      case 'caseworkerReleased':
        return tell(NoticeAbout.NOTICE_ABOUT_CASEWORKER_LEFT, event.value.person);
      default:
        return undefined;
    }
  };

/** A service, an office or an agency that ends or is suspended is told to whoever relies on it. */
export const tellNetwork =
  (withinHours: number) =>
  (event: AnyEvent, meta: Meta): Search => {
    const tell =
      (
        about: NoticeAbout,
        subjectId: string,
        find: (tx: Parameters<LookUp<Notice, Event>>[0]) => Promise<Relying[]>,
      ): LookUp<Notice, Event> =>
      async (tx) =>
        orders({ agencies: await find(tx), about, subjectId }, meta, withinHours);
    switch (event.$case) {
      case 'serviceWithdrawn': {
        const { serviceId } = event.value;
        return tell(NoticeAbout.NOTICE_ABOUT_SERVICE_WITHDRAWN, serviceId, (tx) => relyingOnService(tx, { serviceId }));
      }
      case 'officeClosed': {
        const { officeId } = event.value;
        return tell(NoticeAbout.NOTICE_ABOUT_SERVICE_WITHDRAWN, officeId, (tx) => relyingOnService(tx, { officeId }));
      }
      case 'agencySuspended': {
        const { agencyId } = event.value;
        return tell(NoticeAbout.NOTICE_ABOUT_AGENCY_SUSPENDED, agencyId, (tx) => relyingOnAgency(tx, agencyId));
      }
      default:
        return undefined;
    }
  };

/** @param withinHours in how many hours an acknowledgement is due */
export const tellings = (withinHours: number): readonly AnyReaction[] => [
  reaction({
    name: 'tell-sides-of-referral',
    does: 'tells sender and receiver what became of their referral by itself; an acknowledgement is due',
    limits: ['ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS'],
    aggregate: noticeAggregate,
    on: tellSides(withinHours),
  }),
  reaction({
    name: 'tell-those-on-case',
    does: 'tells every agency that takes part or has an open referral; an acknowledgement is due',
    limits: ['ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS'],
    aggregate: noticeAggregate,
    on: () => [],
    among: tellCase(withinHours),
  }),
  reaction({
    name: 'tell-those-on-network',
    does: 'tells every agency that relies on what ended; an acknowledgement is due',
    limits: ['ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS'],
    aggregate: noticeAggregate,
    topic: 'network',
    on: () => [],
    among: tellNetwork(withinHours),
  }),
];
