import { setTimeout as delay } from 'node:timers/promises';
import type { Position } from '@accompany/contracts/common/v1/common';
import type { QuarantinedRecord } from '@accompany/contracts/intake/v1/service';
import { Rejection } from '@accompany/domain';
import { type App, view } from '@accompany/runtime';

/** Import records that were set aside, by agency. */
export const quarantinedView = view({
  name: 'quarantined',
  version: 1,
  apply: async (tx, event, { position, streamId, occurredAt }) => {
    if (event.$case !== 'importRecordQuarantined') return;
    const { agency, externalReference, reason } = event.value;
    await tx.query(
      'insert into view_quarantined (agency, position, quarantine_id, system, external_id, reason, quarantined_at) values ($1, $2, $3, $4, $5, $6, $7)',
      [agency, position, streamId, externalReference?.system, externalReference?.id, reason, occurredAt],
    );
  },
});

const USUAL_PAGE = 50;
const PATIENCE_MS = 2_000;
const PAUSE_MS = 25;

/** Waits until the view has seen a position of our own store. */
export const awaitQuarantined = async ({ db, service }: App, atLeast: Position | undefined): Promise<void> => {
  if (atLeast === undefined || atLeast.service !== service) return;
  for (let waited = 0; waited <= PATIENCE_MS; waited += PAUSE_MS) {
    const { rows } = await db.query('select 1 from checkpoints where name = $1 and position >= $2', ['view quarantined', atLeast.value]);
    if (rows.length > 0) return;
    await delay(PAUSE_MS);
  }
  throw new Rejection('POSITION_NOT_REACHED', { service, position: String(atLeast.value) });
};

/** One page of an agency's records, oldest first. A token is the position after which the page begins. */
export const listQuarantined = async (
  { db }: App,
  agency: string,
  pageSize: number,
  pageToken: string,
): Promise<{ records: QuarantinedRecord[]; nextPageToken: string }> => {
  const limit = pageSize || USUAL_PAGE;
  const { rows } = await db.query<Row>(
    `select position, quarantine_id, system, external_id, reason, quarantined_at from view_quarantined
     where agency = $1 and position > $2 order by position limit $3`,
    [agency, positionIn(pageToken), limit + 1],
  );
  const records = rows.slice(0, limit).map(toRecord);
  return { records, nextPageToken: rows.length > limit ? (rows[limit - 1]?.position ?? '') : '' };
};

type Row = { position: string; quarantine_id: string; system: string; external_id: string; reason: string; quarantined_at: Date };

const toRecord = (row: Row): QuarantinedRecord => ({
  quarantineId: row.quarantine_id,
  externalReference: { system: row.system, id: row.external_id },
  reason: row.reason,
  quarantinedAt: row.quarantined_at,
});

const positionIn = (pageToken: string): string => {
  if (pageToken === '') return '0';
  if (/^\d{1,15}$/.test(pageToken)) return pageToken;
  throw new Rejection('INVALID_FIELDS', {}, [{ field: 'page_token', description: 'expected the next_page_token of the page before' }]);
};
