import { type Network, refusal } from '@accompany/client';
import type { Position } from '@accompany/contracts/common/v1/common';

/** What a step plays with: clients of the agencies, and what was made so far, by name, so that later steps and checks find it. */
export type Journey<Made, Agency extends string> = {
  /** The network as a person of an agency has it. */
  readonly as: (agency: Agency, person: string) => Network;
  readonly made: Partial<Made>;
  /** The newest position of each service that an answer named. */
  readonly seen: Map<string, Position>;
};

/** One step of an account. `play` makes the calls and says in a sentence what the network holds now. */
export type Step<On> = { readonly id: string; readonly title: string; readonly play: (journey: On) => Promise<string> };

/** A new journey over the clients that `as` gives; `known` are positions that its calls must not be older than. */
export const begin = <Made, Agency extends string>(
  as: Journey<Made, Agency>['as'],
  known: readonly Position[] = [],
): Journey<Made, Agency> => ({ as, made: {}, seen: new Map(known.map((position) => [position.service, position])) });

/** What an earlier step made. Throws when no step has. */
export const made = <Made, Name extends keyof Made>({ made }: { readonly made: Partial<Made> }, name: Name): Made[Name] => {
  const value = made[name];
  if (value === undefined) throw new Error(`no step has made ${String(name)} yet: play the steps in order`);
  return value as Made[Name];
};

type Seen = { readonly seen: Map<string, Position> };

/** Remembers the position of an answer and hands the answer on. */
export const note = <Answer extends { position?: Position | undefined }>({ seen }: Seen, answer: Answer): Answer => {
  const { position } = answer;
  if (position !== undefined && position.value > (seen.get(position.service)?.value ?? 0)) seen.set(position.service, position);
  return answer;
};

/** Positions that a decision on facts of other services must have seen. */
export const positions = ({ seen }: Seen, ...services: string[]): Position[] => services.flatMap((service) => seen.get(service) ?? []);

/** Asks until something is there: what a reaction makes comes shortly after its cause. */
export const eventually = async <Found>(what: string, find: () => Promise<Found | undefined>, within = 30_000): Promise<Found> => {
  for (const end = Date.now() + within; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not come about within ${within / 1000} s`);
  }
};

/** Calls again while the service answers that it has not heard yet of what was done elsewhere. Any other refusal is thrown. */
export const onceHeard = <Answer>(what: string, reasons: readonly string[], call: () => Promise<Answer>): Promise<Answer> =>
  eventually(what, () =>
    call().catch((error: unknown) => {
      if (reasons.includes(refusal(error)?.reason ?? '')) return undefined;
      throw error;
    }),
  );

/** The reason and facts with which a call has to be refused. Throws when it is answered, or refused for another reason. */
export const refusedWith = async (reason: string, call: Promise<unknown>): Promise<Readonly<Record<string, string>>> => {
  const error = await call.then(
    () => new Error(`answered, where ${reason} was due`),
    (thrown: unknown) => thrown,
  );
  const told = refusal(error);
  if (told?.reason !== reason) throw error;
  return told.facts;
};

/** Does something for each, a few at a time, and gives back the results in order. */
export const forEach = async <One, Result>(all: readonly One[], work: (one: One, index: number) => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let mine = next++; mine < all.length; mine = next++) results[mine] = await work(all[mine] as One, mine);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return results;
};
