import type { TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import type { Pool } from 'pg';
import { SUMMARY } from './case-summary.js';
import { EVER, factsAt } from './fact.js';
import { type Copied, readCases } from './records.js';
import { tellSprung } from './story/report.js';

/** Most reports that are told to have sprung from one case. */
const MOST = 100;

/**
 * Reports about other children that sprang from a case, as far as they had come by `asOf` and were recorded by `knownAt`: that they
 * came, to whom and when. What they say is for those who take part in their own cases.
 */
export const readElsewhere = async (
  db: Pool,
  caseId: string,
  name: (agency: string) => string,
  { asOf = EVER, knownAt = EVER }: { asOf?: Date; knownAt?: Date },
): Promise<TimelineEntry[]> => {
  const { rows } = await db.query<{ case_id: string }>({
    name: 'sprang-from',
    text: `select case_id from ${SUMMARY}.cases where sprang_from = $1 and sprang_from <> '' order by case_id limit $2`,
    values: [caseId, MOST],
  });
  if (rows.length === 0) return [];
  const cases = await readCases(
    db,
    rows.map(({ case_id }) => case_id),
  );
  return [...cases.values()]
    .flatMap((facts) => factsAt(facts, asOf, knownAt))
    .filter(({ event }) => event.$case === 'reportReceived' && event.value.sourceCaseId === caseId)
    .map(mention(name))
    .sort((a, b) => (a.occurredAt?.getTime() ?? 0) - (b.occurredAt?.getTime() ?? 0));
};

const mention =
  (name: (agency: string) => string) =>
  ({ source, type, occurredAt, recordedAt, actor, correction }: Copied): TimelineEntry => {
    const agency = actor.kind === 'agency' ? actor.agency : '';
    return {
      sequence: 0,
      eventId: '',
      occurredAt,
      recordedAt,
      service: source,
      agency,
      stream: '',
      version: 0,
      position: undefined,
      type,
      sentence: tellSprung(name(agency)),
      detailsJson: '{}',
      late: false,
      correctedBy: '',
      struck: false,
      firstOccurredAt: correction?.firstOccurredAt,
    };
  };
