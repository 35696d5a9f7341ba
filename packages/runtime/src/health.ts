import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './log.js';
import { within } from './within.js';

/** A server that the service works with, and how it is found out whether it is there. */
export type Probe = {
  readonly name: 'postgres' | 'case-log' | 'vault';
  /** Rejects when it is not there. */
  readonly ask: () => Promise<unknown>;
  /** How long it may take to answer, and how long until it is asked again (a quarter of that after no answer), in milliseconds. */
  readonly everyMs: number;
  /** Whether the service can answer nothing without it, and so says NOT_SERVING while it is away. */
  readonly vital: boolean;
};

/** Whether a server that the service works with is there. */
export type Dependency = { readonly name: Probe['name']; readonly serving: boolean };

/** The health of a service and of what it works with. */
export type Health = {
  dependencies(): Dependency[];
  /** Whether the service answers calls: everything vital is there, and it is not ending. */
  serving(): boolean;
  /** Says it now and whenever it changes. */
  tell(setServing: (serving: boolean) => void): void;
  /** Says first that it no longer serves, and gives balancers 2 seconds to turn away. */
  stop(): Promise<void>;
};

/** How long a server may be away before that is said, in milliseconds. */
const GRACE_MS = 2_000;
/** Time between saying NOT_SERVING and refusing calls, in milliseconds. */
const NOTICE_MS = 2_000;

/**
 * Keeps asking each server whether it is there, on its own time limit, so that one that hangs is away as well. It counts as away after
 * two seconds and two questions without an answer, and as back with the first one. Both are logged, once.
 */
export const watchHealth = (probes: readonly Probe[], logger: Logger): Health => {
  const stopping = new AbortController();
  const away = new Set<Probe>();
  let say = (_serving: boolean): void => {};
  const serving = (): boolean => !stopping.signal.aborted && ![...away].some(({ vital }) => vital);

  const turn = (probe: Probe, isAway: boolean): void => {
    if (away.has(probe) === isAway) return;
    if (isAway) away.add(probe);
    else away.delete(probe);
    const fields = { dependency: probe.name, serving: serving() };
    if (isAway) logger.warn(fields, `${probe.name} does not answer`);
    else logger.info(fields, `${probe.name} answers again`);
    say(serving());
  };

  const watch = async (probe: Probe): Promise<void> => {
    let seenAt = Date.now();
    for (let missed = 0; !stopping.signal.aborted; ) {
      missed = (await answers(probe)) ? 0 : missed + 1;
      if (missed === 0) seenAt = Date.now();
      turn(probe, missed > 1 && Date.now() - seenAt > GRACE_MS);
      await delay(missed === 0 ? probe.everyMs : probe.everyMs / 4, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  for (const probe of probes) void watch(probe);

  return {
    dependencies: () => probes.map((probe) => ({ name: probe.name, serving: !away.has(probe) })),
    serving,
    tell: (setServing) => {
      say = setServing;
      say(serving());
    },
    stop: async () => {
      stopping.abort();
      say(false);
      await delay(NOTICE_MS);
    },
  };
};

const answers = ({ ask, everyMs }: Probe): Promise<boolean> =>
  within(everyMs, ask(), 'no answer').then(
    () => true,
    () => false,
  );
