import { type ActivityAccount, AgeBand, type Attendance, CountedSex } from '@accompany/contracts/intake/v1/programme_types';
import { Rejection } from '@accompany/domain';
import { dayOf, startOf } from './calendar.js';

/** From when to when a programme ran; `until` is missing while it goes on. */
export type Term = { readonly from: Date | undefined; readonly until: Date | undefined };

/**
 * Refuses an account that cannot be true.
 * @param term of the programme that the activity was part of
 */
export const checkAccount = (account: ActivityAccount, term: Term | undefined, now: Date): void => {
  checkDays(account, term, now);
  checkTotals(account);
};

const checkDays = ({ heldOn, heldUntil }: ActivityAccount, term: Term | undefined, now: Date): void => {
  const last = heldUntil === '' ? heldOn : heldUntil;
  const impossible = (because: string): Rejection =>
    new Rejection('ACTIVITY_DATES_IMPOSSIBLE', { held_on: heldOn, held_until: last, because });
  if (startOf(heldOn) === undefined || startOf(last) === undefined) throw impossible('no_such_day');
  if (last < heldOn) throw impossible('ends_before_it_begins');
  if (last > dayOf(now)) throw impossible('in_the_future');
  if (term === undefined) return;
  if (term.from !== undefined && heldOn < dayOf(term.from)) throw impossible('before_the_programme_began');
  if (term.until !== undefined && last > dayOf(term.until)) throw impossible('after_the_programme_ended');
};

const checkTotals = ({ attendance, total, children }: ActivityAccount): void => {
  const contradictory = (facts: Record<string, string>): Rejection => new Rejection('ACTIVITY_TOTALS_CONTRADICTORY', facts);
  const pairs = new Set<string>();
  for (const { ageBand, sex } of attendance) {
    const pair = `${ageBand} ${sex}`;
    if (pairs.has(pair)) throw contradictory({ counted_twice: `${AgeBand[ageBand]} ${CountedSex[sex]}` });
    pairs.add(pair);
  }
  const counted = sum(attendance);
  if (counted !== total) throw contradictory({ total: String(total), counted: String(counted) });
  const young = sum(attendance.filter(({ ageBand }) => isOfChildren(ageBand)));
  if (young !== children) throw contradictory({ children: String(children), counted: String(young) });
};

const sum = (attendance: readonly Attendance[]): number => attendance.reduce((total, { people }) => total + people, 0);

const isOfChildren = (band: AgeBand): boolean => {
  switch (band) {
    case AgeBand.AGE_BAND_UNDER_6:
    case AgeBand.AGE_BAND_6_TO_11:
    case AgeBand.AGE_BAND_12_TO_14:
    case AgeBand.AGE_BAND_15_TO_17:
      return true;
    case AgeBand.AGE_BAND_18_TO_24:
    case AgeBand.AGE_BAND_25_AND_OVER:
    case AgeBand.AGE_BAND_NOT_KNOWN:
    case AgeBand.AGE_BAND_UNSPECIFIED:
      return false;
  }
};
