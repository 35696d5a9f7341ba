import type { DeclaredTotals, DifferenceExplained, HandoverReason, KeepReason } from '@accompany/contracts/referral/v1/handover_types';
import { type TotalsSubject, totalsSubjectToJSON } from '@accompany/contracts/referral/v1/handover_types';
import { type DecisionContext, type Reason, Rejection, unreachable } from '@accompany/domain';
import type { Event, Handover, Item, KnownHandover, Status } from './handover.js';
import { withCompletion } from './handover-answers.js';
import { type Given, type OfferFacts, offered } from './offer-rules.js';
import { actingAgency } from './parties.js';
import { checkTotals, countListed, isReconciled } from './totals.js';

/** How many cases a handover holds. */
export const MOST_ITEMS = 1000;

/** The handover, for its giver. For a receiver it is somebody else's, for anybody else it does not exist. */
export const asGiver = (state: Handover, context: Pick<DecisionContext, 'actor'>): KnownHandover => {
  const known = asHandoverParty(state, context);
  if (known.terms.giver !== actingAgency(context)) throw new Rejection('NOT_THE_GIVER');
  return known;
};

/** The handover, for its giver, or for a receiver that was offered something. */
export const asHandoverParty = (state: Handover, context: Pick<DecisionContext, 'actor'>): KnownHandover => {
  const agency = actingAgency(context);
  if (state.status === 'none' || agency === undefined) throw new Rejection('HANDOVER_UNKNOWN');
  if (state.terms.giver !== agency && !itemsFor(state, agency).some(({ transferId }) => transferId !== ''))
    throw new Rejection('HANDOVER_UNKNOWN');
  return state;
};

/** The cases that an agency sees: the giver all, a receiver those for it that were offered. */
export const itemsFor = ({ terms }: KnownHandover, agency: string): Item[] =>
  [...terms.items.values()].filter(({ receiver, transferId }) => terms.giver === agency || (receiver === agency && transferId !== ''));

/** An agency begins its list. */
export const draft = (
  state: Handover,
  { reason, declared }: { reason: HandoverReason; declared: DeclaredTotals },
  context: DecisionContext,
): Event[] => {
  const giver = actingAgency(context);
  if (giver === undefined) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  if (state.status !== 'none') return asGiver(state, context) && [];
  return [{ $case: 'handoverDrafted', value: { giver, reason, declared } }];
};

/** Cases are put on the list, each once. */
export const list = (state: Handover, { items }: { items: readonly Given[] }, context: DecisionContext): Event[] => {
  const { terms } = asDraft(state, context);
  if (items.some(({ receiver }) => receiver === terms.giver)) throw new Rejection('TRANSFER_TO_SELF');
  const isListed = ({ caseId, receiver, relation }: Given): boolean => {
    const known = terms.items.get(caseId);
    return known !== undefined && known.receiver === receiver && known.relation === relation;
  };
  const fresh = items.filter((item) => !isListed(item));
  const twice = items.filter(({ caseId }, index) => items.findIndex((other) => other.caseId === caseId) !== index);
  const otherwise = fresh.filter(({ caseId }) => terms.items.has(caseId));
  const duplicates = [...new Set([...twice, ...otherwise].map(({ caseId }) => caseId))];
  if (duplicates.length > 0)
    throw new Rejection('HANDOVER_ITEM_DUPLICATE', { case_ids: duplicates.slice(0, 20).join(', '), count: String(duplicates.length) });
  if (terms.items.size + fresh.length > MOST_ITEMS) throw new Rejection('HANDOVER_FULL', { most: String(MOST_ITEMS) });
  if (fresh.length === 0) return [];
  return [
    { $case: 'handoverItemsListed', value: { items: fresh.map(({ caseId, receiver, relation }) => ({ caseId, receiver, relation })) } },
  ];
};

/** Cases are taken off the list. */
export const remove = (state: Handover, { caseIds }: { caseIds: readonly string[] }, context: DecisionContext): Event[] => {
  const { terms } = asDraft(state, context);
  const found = [...new Set(caseIds)].filter((caseId) => terms.items.has(caseId));
  return found.length === 0 ? [] : [{ $case: 'handoverItemsRemoved', value: { caseIds: found } }];
};

/** The giver counted again. */
export const declare = (state: Handover, { declared }: { declared: DeclaredTotals }, context: DecisionContext): Event[] => {
  const { total, direct, remote } = asDraft(state, context).terms.declared;
  if (declared.total === total && declared.direct === direct && declared.remote === remote) return [];
  return [{ $case: 'handoverTotalsDeclared', value: { declared } }];
};

/** The giver says why numbers differ. Said anew it replaces what was said. */
export const explain = (
  state: Handover,
  { differences }: { differences: readonly DifferenceExplained[] },
  context: DecisionContext,
): Event[] => {
  const known = asDraft(state, context).terms.differences;
  const same =
    known.length === differences.length &&
    known.every((one, index) => {
      const other = differences[index];
      return one.subject === other?.subject && one.reason === other.reason && one.cases === other.cases;
    });
  return same ? [] : [{ $case: 'handoverDifferencesExplained', value: { differences: [...differences] } }];
};

/** Each case is offered to its receiver, when the numbers agree and each case may be given. All of it or nothing. */
export const offerAll = (state: Handover, facts: OfferFacts, context: DecisionContext): Event[] => {
  const known = asGiver(state, context);
  if (known.status === 'abandoned') throw refusedAs(known);
  if (known.status !== 'drafted') return [];
  const { giver, reason, declared, differences, items } = known.terms;
  if (items.size === 0) throw new Rejection('HANDOVER_EMPTY');
  const open = checkTotals(declared, countListed(items.values()), differences).filter((check) => !isReconciled(check));
  if (open.length > 0)
    throw new Rejection(
      'HANDOVER_NOT_RECONCILED',
      Object.fromEntries(
        open.map((check) => [nameOf(check.subject), `${check.declared} - ${check.counted}, explained ${check.explained}`]),
      ),
    );
  const { dueBy, escalatesAt } = facts;
  return [{ $case: 'handoverOffered', value: { giver, reason, items: offered(giver, [...items.values()], facts), dueBy, escalatesAt } }];
};

const nameOf = (subject: TotalsSubject): string => totalsSubjectToJSON(subject).slice('TOTALS_SUBJECT_'.length).toLowerCase();

/** A case that nobody has is offered again. */
export const offerAgain = (
  state: Handover,
  { caseId, receiver }: { caseId: string; receiver: string },
  facts: OfferFacts,
  context: DecisionContext,
): Event[] => {
  const known = asGiver(state, context);
  const item = itemOf(known, caseId);
  if (known.status !== 'abandoned' && item.status === 'offered' && item.receiver === receiver) return [];
  unsettled(known, item);
  const { giver, reason } = known.terms;
  const { dueBy, escalatesAt } = facts;
  return offered(giver, [{ caseId, receiver, relation: item.relation }], facts).map((one) => ({
    $case: 'handoverItemOfferedAgain',
    value: { item: one, giver, reason, dueBy, escalatesAt },
  }));
};

/** A case that nobody has stays with the giver. */
export const keep = (state: Handover, { caseId, reason }: { caseId: string; reason: KeepReason }, context: DecisionContext): Event[] => {
  const known = asGiver(state, context);
  const item = itemOf(known, caseId);
  if (item.status === 'kept') return [];
  unsettled(known, item);
  return withCompletion(known, { $case: 'handoverItemKept', value: { caseId, reason } });
};

/** The giver stops it. Its open transfers are taken back by what follows from this. */
export const abandon = (state: Handover, context: DecisionContext): Event[] => {
  const known = asGiver(state, context);
  if (known.status === 'abandoned') return [];
  if (known.status === 'completed') throw refusedAs(known);
  const open = [...known.terms.items.values()].filter(({ status }) => status === 'offered' || status === 'accepted');
  return [
    {
      $case: 'handoverAbandoned',
      value: { transferIds: open.map(({ transferId }) => transferId), caseIds: open.map(({ caseId }) => caseId) },
    },
  ];
};

const itemOf = ({ terms }: KnownHandover, caseId: string): Item => {
  const item = terms.items.get(caseId);
  if (item === undefined) throw new Rejection('HANDOVER_ITEM_UNKNOWN');
  return item;
};

/** Passes only a case that was offered and that nobody has. */
const unsettled = (known: KnownHandover, { status }: Item): void => {
  if (known.status !== 'offered' && known.status !== 'in_progress') throw refusedAs(known);
  switch (status) {
    case 'declined':
    case 'withdrawn':
    case 'not_offered':
      return;
    case 'listed':
    case 'offered':
    case 'accepted':
      throw new Rejection('HANDOVER_ITEM_OPEN', { status });
    case 'released':
    case 'kept':
      throw new Rejection('HANDOVER_ITEM_SETTLED', { status });
    default:
      unreachable(status);
  }
};

const asDraft = (state: Handover, context: DecisionContext): KnownHandover => {
  const known = asGiver(state, context);
  if (known.status !== 'drafted') throw refusedAs(known);
  return known;
};

const refusedAs = ({ status }: KnownHandover): Rejection => new Rejection(reasonFor(status), { status });

const reasonFor = (status: Status): Reason => {
  switch (status) {
    case 'drafted':
      return 'HANDOVER_NOT_OFFERED';
    case 'offered':
    case 'in_progress':
      return 'HANDOVER_OFFERED';
    case 'completed':
      return 'HANDOVER_COMPLETED';
    case 'abandoned':
      return 'HANDOVER_ABANDONED';
    default:
      return unreachable(status);
  }
};
