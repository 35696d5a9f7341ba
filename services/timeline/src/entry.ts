import type { StreamEvent, TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import { detailsOf } from './details.js';
import type { Copied } from './records.js';
import { tell } from './story.js';

/** An event as the timeline shows it. */
export const toEntry =
  (name: (agency: string) => string) =>
  (copied: Copied): TimelineEntry => ({
    sequence: copied.sequence,
    eventId: copied.eventId,
    occurredAt: copied.occurredAt,
    recordedAt: copied.recordedAt,
    service: copied.source,
    agency: copied.actor.kind === 'agency' ? copied.actor.agency : '',
    stream: copied.stream,
    version: copied.version,
    position: { service: copied.source, value: copied.position },
    type: copied.type,
    sentence: tell(copied, name),
    detailsJson: detailsOf(copied),
    late: copied.late,
    correctedBy: copied.correction?.by.eventId ?? '',
    struck: copied.correction?.struck ?? false,
    firstOccurredAt: copied.correction?.firstOccurredAt,
  });

/** An event as the operator's `events` command shows it. */
export const toStreamEvent = (copied: Copied): StreamEvent => ({
  version: copied.version,
  type: copied.type,
  occurredAt: copied.occurredAt,
  recordedAt: copied.recordedAt,
  position: { service: copied.source, value: copied.position },
  key: copied.key,
  eventJson: detailsOf(copied),
  metadataJson: copied.metadata,
});
