import type { Event, Matter } from './matter.js';

const DAY = 86_400_000;

/** The investigation has stalled: the agency is to ask the authorities, and again every `everyDays` days. Does nothing where it was asked already. */
export const chase = (state: Matter, everyDays: number, now: Date): Event[] => {
  if (state.status !== 'under_investigation' || state.investigation === undefined) return [];
  const { stalled, stallsAt, chase: asked } = state.investigation;
  return stalled && asked === undefined ? [round(state.agency, stallsAt, 1, everyDays, now)] : [];
};

/** The timer's question: has nothing been heard since the last round? */
export const chaseAgain = (state: Matter, now: Date): Event[] => {
  if (state.status !== 'under_investigation' || state.investigation === undefined) return [];
  const { stalled, stallsAt, chase: asked } = state.investigation;
  if (!stalled || asked === undefined || now < asked.nextAt) return [];
  return [round(state.agency, stallsAt, asked.round + 1, asked.everyDays, now)];
};

/** Rounds lie whole periods after the day of the stall; those that passed unseen, as in a matter that is written down late, are not made up for. */
const round = (agency: string, stalledSince: Date, nr: number, everyDays: number, now: Date): Event => {
  const period = everyDays * DAY;
  const passed = Math.floor((now.getTime() - stalledSince.getTime()) / period);
  const nextAt = new Date(stalledSince.getTime() + (Math.max(0, passed) + 1) * period);
  return { $case: 'legalChaseAsked', value: { agency, stalledSince, round: nr, nextAt, everyDays } };
};
