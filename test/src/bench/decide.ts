import { NeedMet, NextStep } from '@accompany/contracts/referral/v1/types';
import { fold } from '@accompany/domain';
import { accept, complete, hold, receive, resume, start } from '@accompany/referral-service/receiver';
import { type Event, type Referral, referral } from '@accompany/referral-service/referral';
import { ALPHA, BETA, by, completed, drafted, facts, receipt, sending } from '@accompany/referral-service/samples';
import { closeLoop, send } from '@accompany/referral-service/sender';
import { type Figure, interleaved, summary } from './figure.js';
import type { Sizes } from './suite.js';

const TIMES = 20_000;

type Decision = (state: Referral) => Event[];

const [sender, receiver] = [by(ALPHA), by(BETA)];
const outcome = completed.$case === 'referralCompleted' ? completed.value.outcome : 0;

/** A referral's usual way after its draft, and on the way what was decided already, as a retried command asks it again. */
const WAY: readonly Decision[] = [
  (state) => send(state, sending, facts, sender),
  (state) => receive(state, receipt, receiver),
  (state) => receive(state, receipt, receiver),
  (state) => accept(state, receiver),
  (state) => accept(state, receiver),
  (state) => start(state, receiver),
  (state) => hold(state, {}, receiver),
  (state) => resume(state, receiver),
  (state) => complete(state, { outcome }, receiver),
  (state) => closeLoop(state, { needMet: NeedMet.NEED_MET_YES, nextStep: NextStep.NEXT_STEP_UNSPECIFIED }, sender),
];

const began = fold(referral, [drafted]);

/** Decides a referral's whole way again and again, each event folded over the state that is kept. @returns decisions a second */
const decisionsPerSecond = (
  times: number,
  decide: (state: Referral, decision: Decision) => Event[],
  evolve: typeof referral.evolve,
): number => {
  const start = performance.now();
  let events = 0;
  for (let time = 0; time < times; time++) {
    let state: Referral = began;
    for (const decision of WAY)
      for (const event of decide(state, decision)) {
        state = evolve(state, event);
        events += 1;
      }
  }
  if (events < times) throw new Error('nothing was decided');
  return (times * WAY.length) / ((performance.now() - start) / 1000);
};

/** Decisions on a referral whose state is kept, on one core, against a loop over the same events that calls functions which do nothing. */
export const benchDecide = async ({ rounds }: Sizes): Promise<Figure[]> => {
  const events = new Map<Decision, Event[]>();
  let state = began;
  for (const decision of WAY) {
    events.set(decision, decision(state));
    state = fold(referral, events.get(decision) ?? [], state);
  }
  const given = (_state: Referral, decision: Decision): Event[] => events.get(decision) ?? [];
  const measured = await interleaved(
    rounds,
    async () => decisionsPerSecond(TIMES, (now, decision) => decision(now), referral.evolve),
    async () => decisionsPerSecond(TIMES, given, (now) => now),
  );
  const { median } = summary(measured.ours);
  return [
    {
      name: 'decisions on a referral, one core',
      unit: 'a second',
      ...measured,
      against: 'a loop over the same events that calls functions which do nothing',
      result: `${Math.round(median / 1000)},000 a second`,
      target: 'at least 300,000 a second',
      met: median >= 300_000,
    },
  ];
};
