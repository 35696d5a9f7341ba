import type { DeclaredTotals, DifferenceExplained, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { TransferRelation as Relation, TotalsSubject } from '@accompany/contracts/referral/v1/handover_types';

/** One comparison: what was declared, what it is compared with, and how much of the difference was explained. */
export type Check = {
  readonly subject: TotalsSubject;
  readonly declared: number;
  readonly counted: number;
  readonly difference: number;
  readonly explained: number;
};

/** The cases on a list by category: direct ones that the giver leads, remote ones that it monitors. */
export type Listed = { readonly direct: number; readonly remote: number };

export const countListed = (items: Iterable<{ readonly relation: TransferRelation }>): Listed => {
  let [direct, remote] = [0, 0];
  for (const { relation } of items)
    if (relation === Relation.TRANSFER_RELATION_LEAD) direct++;
    else remote++;
  return { direct, remote };
};

/**
 * Compares the declared total with the declared categories, and each declared category with the list. When all are reconciled,
 * the declared total is the number of listed cases and the explained ones together.
 */
export const checkTotals = (declared: DeclaredTotals, listed: Listed, differences: readonly DifferenceExplained[]): Check[] => {
  const check = (subject: TotalsSubject, said: number, counted: number): Check => ({
    subject,
    declared: said,
    counted,
    difference: said - counted,
    explained: differences.reduce((sum, one) => (one.subject === subject ? sum + one.cases : sum), 0),
  });
  return [
    check(TotalsSubject.TOTALS_SUBJECT_TOTAL, declared.total, declared.direct + declared.remote),
    check(TotalsSubject.TOTALS_SUBJECT_DIRECT, declared.direct, listed.direct),
    check(TotalsSubject.TOTALS_SUBJECT_REMOTE, declared.remote, listed.remote),
  ];
};

/** Neither too little nor too much is explained. */
export const isReconciled = ({ difference, explained }: Check): boolean => difference === explained;
