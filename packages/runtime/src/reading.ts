import type { Position } from '@accompany/contracts/common/v1/common';
import type { Aggregate, AnyUnionEvent } from '@accompany/store';
import type { App, Found } from './app.js';

/** What a reader asks for: a thing, as it stands at a position of another service or later. */
export type Asked = { readonly id: string; readonly atLeastPosition: Position | undefined };

/**
 * Loads an aggregate for somebody who reads it. Whether they may is asked before anything is waited for: who has no part in it learns at
 * once that it does not exist, also where it does. What is read, and whether they still may, is of after the wait.
 * @param look gives what they may see, or refuses; asked again after the wait
 * @throws Rejection POSITION_NOT_REACHED, and what `look` throws
 */
export const readAtLeast = async <State, Event extends AnyUnionEvent, Seen>(
  app: App,
  aggregate: Aggregate<State, Event>,
  { id, atLeastPosition }: Asked,
  look: (found: Found<State>) => Seen | Promise<Seen>,
): Promise<{ readonly seen: Seen; readonly found: Found<State> }> => {
  const load = async () => {
    const found = await app.load(aggregate, id);
    return { seen: await look(found), found };
  };
  const first = await load();
  if (atLeastPosition === undefined) return first;
  await app.awaitPosition(atLeastPosition, aggregate.topic === 'case' ? first.found.key : undefined);
  return load();
};
