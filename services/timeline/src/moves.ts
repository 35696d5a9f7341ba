import { EventEmitter } from 'node:events';
import { setInterval } from 'node:timers/promises';
import type { App } from '@accompany/runtime';
import { earOn } from '@accompany/store';
import type { Pool } from 'pg';
import { type Copied, caseSequences } from './records.js';

/** What was just copied of one case, in log order, and the agencies that may read the case since. */
export type News = { readonly entries: readonly Copied[]; readonly readers: ReadonlySet<string> };

/** Tells those who watch a case that it moved. */
export type Moves = {
  /** The case moved, here, by this news where it is known. */
  tell(caseId: string, news: News | undefined): void;
  /** Shares hints with other processes of this service, and looks after each half second what of the followed cases moved there unheard. */
  connect(app: Pick<App, 'db' | 'hints' | 'logger'>): void;
  follow(caseId: string): Following;
};

/** One watcher's ear on a case. */
export type Following = {
  /**
   * Resolves when the case moved since the last wait, or when the signal aborts, with the news that is known.
   * @param after the sequence that the watcher has come to
   */
  wait(after: number, signal: AbortSignal): Promise<News[]>;
  stop(): void;
};

type Watcher = { readonly caseId: string; after: number };

const POLL_MS = 500;
/** A wait ends after this time in any case, in milliseconds. */
const LONGEST_MS = 60_000;
const SUBJECT = 'live.case.';
/** News kept for a watcher that does not keep up; beyond it reads the copy. */
const MOST_NEWS = 100;

export const createMoves = (): Moves => {
  const moved = new EventEmitter().setMaxListeners(0);
  const watchers = new Set<Watcher>();
  let hints: App['hints'] | undefined;

  const look = async (db: Pool, logger: App['logger']): Promise<void> => {
    for await (const _ of setInterval(POLL_MS, undefined, { ref: false }))
      try {
        for (const caseId of await unheard(db, watchers)) moved.emit(caseId);
      } catch (error) {
        logger.debug({ err: error }, 'could not look for cases that moved; trying again');
      }
  };
  return {
    tell: (caseId, news) => {
      moved.emit(caseId, news);
      hints?.publish(`${SUBJECT}${caseId}`, '');
    },
    connect: ({ db, hints: connected, logger }) => {
      hints = connected;
      connected.subscribe(`${SUBJECT}*`, (_text, subject) => moved.emit(subject.slice(SUBJECT.length)));
      void look(db, logger);
    },
    follow: (caseId) => {
      const ear = earOn(moved, caseId, LONGEST_MS);
      const watcher: Watcher = { caseId, after: 0 };
      watchers.add(watcher);
      let heard: News[] = [];
      const note = (news?: News): void => {
        if (news !== undefined) heard = [...heard.slice(1 - MOST_NEWS), news];
      };
      moved.on(caseId, note);
      return {
        wait: async (after, signal) => {
          watcher.after = after;
          await ear.wait(signal);
          const news = heard;
          heard = [];
          return news;
        },
        stop: () => {
          ear.stop();
          watchers.delete(watcher);
          moved.off(caseId, note);
        },
      };
    },
  };
};

/** The watched cases that are further than one of their watchers. */
const unheard = async (db: Pool, watchers: ReadonlySet<Watcher>): Promise<Set<string>> => {
  if (watchers.size === 0) return new Set();
  const sequences = await caseSequences(db, [...new Set([...watchers].map(({ caseId }) => caseId))]);
  return new Set([...watchers].filter(({ caseId, after }) => (sequences.get(caseId) ?? 0) > after).map(({ caseId }) => caseId));
};
