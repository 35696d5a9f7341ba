import type { TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import { bold, dim, longDay, styled } from './output.js';

/** A timeline as a story: by day and hour of what happened, each line with who did it, and a mark where it was learned late. */
export const story = (entries: readonly TimelineEntry[]): string => {
  const lines: string[] = [];
  let day = '';
  const width = Math.max(0, ...entries.map(whoDid).map((who) => who.length));
  for (const entry of inOrder(entries)) {
    const occurredAt = entry.occurredAt ?? new Date(0);
    if (longDay(occurredAt) !== day) {
      day = longDay(occurredAt);
      lines.push('', bold(day));
    }
    const who = styled(entry.agency === '' ? 'dim' : 'cyan', whoDid(entry).padEnd(width));
    // A service that acts by itself is always a moment later than its cause; only what people wrote down late is told.
    const late =
      entry.late && entry.agency !== '' ? dim(` (learned ${entry.recordedAt?.toISOString().slice(0, 10)}, after later events)`) : '';
    lines.push(`  ${dim(occurredAt.toISOString().slice(11, 16))}  ${who}  ${entry.sentence}${late}${corrected(entry)}`);
  }
  return lines.slice(1).join('\n');
};

const corrected = ({ struck, firstOccurredAt }: TimelineEntry): string => {
  if (struck) return styled('red', ' (struck out since)');
  return firstOccurredAt === undefined ? '' : dim(` (first dated ${firstOccurredAt.toISOString().slice(0, 16).replace('T', ' ')})`);
};

const whoDid = ({ agency, service }: TimelineEntry): string => (agency === '' ? `(${service})` : agency);

const inOrder = (entries: readonly TimelineEntry[]): TimelineEntry[] =>
  entries.toSorted((a, b) => (a.occurredAt?.getTime() ?? 0) - (b.occurredAt?.getTime() ?? 0) || a.sequence - b.sequence);
