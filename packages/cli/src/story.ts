import type { TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import { bold, day, dayAndHour, dim, longDay, styled } from './output.js';

/** A timeline as a story: by day and hour of what happened, each line with who did it, and a mark where it was learned late. */
export const story = (entries: readonly TimelineEntry[]): string => {
  const lines: string[] = [];
  let shown = '';
  const width = Math.max(0, ...entries.map(whoDid).map((who) => who.length));
  for (const entry of inOrder(entries)) {
    const occurredAt = entry.occurredAt ?? new Date(0);
    if (longDay(occurredAt) !== shown) {
      shown = longDay(occurredAt);
      lines.push('', bold(shown));
    }
    const who = styled(entry.agency === '' ? 'dim' : 'cyan', whoDid(entry).padEnd(width));
    // A service that acts by itself is always a moment later than its cause; only what people wrote down late is told.
    const late = entry.late && entry.agency !== '' ? dim(` (learned on ${day(entry.recordedAt ?? occurredAt)}, after later events)`) : '';
    lines.push(`  ${dim(occurredAt.toISOString().slice(11, 16))}  ${who}  ${entry.sentence}${late}${corrected(entry)}`);
  }
  return lines.slice(1).join('\n');
};

const corrected = ({ struck, firstOccurredAt }: TimelineEntry): string => {
  if (struck) return styled('red', ' (struck out since)');
  return firstOccurredAt === undefined ? '' : dim(` (first dated ${dayAndHour(firstOccurredAt)})`);
};

/** Who acted; a service that acted by itself is the network. */
export const whoDid = ({ agency }: Pick<TimelineEntry, 'agency'>): string => agency || 'the network';

const inOrder = (entries: readonly TimelineEntry[]): TimelineEntry[] =>
  entries.toSorted((a, b) => (a.occurredAt?.getTime() ?? 0) - (b.occurredAt?.getTime() ?? 0) || a.sequence - b.sequence);
