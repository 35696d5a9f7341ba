import { EventEmitter } from 'node:events';
import type { App } from '@accompany/runtime';
import { waitFor } from '@accompany/store';

/** Tells those who watch a case that it moved. Only a hint: whoever waits looks again after half a second in any case. */
export type Moves = {
  /** The case moved, here. */
  tell(caseId: string): void;
  /** Shares hints with other processes of this service. */
  connect(hints: App['hints']): void;
  follow(caseId: string): Following;
};

/** One watcher's ear on a case. */
export type Following = {
  /** Resolves when the case moved since the last wait, after half a second, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void>;
  stop(): void;
};

const POLL_MS = 500;
const SUBJECT = 'live.case.';

export const createMoves = (): Moves => {
  const moved = new EventEmitter().setMaxListeners(0);
  let hints: App['hints'] | undefined;
  return {
    tell: (caseId) => {
      moved.emit(caseId);
      hints?.publish(`${SUBJECT}${caseId}`, '');
    },
    connect: (connected) => {
      hints = connected;
      connected.subscribe(`${SUBJECT}*`, (_text, subject) => moved.emit(subject.slice(SUBJECT.length)));
    },
    follow: (caseId) => {
      let unseen = false;
      const note = (): void => {
        unseen = true;
      };
      moved.on(caseId, note);
      return {
        wait: async (signal) => {
          if (!unseen) await waitFor(moved, caseId, signal, POLL_MS);
          unseen = false;
        },
        stop: () => {
          moved.off(caseId, note);
        },
      };
    },
  };
};
