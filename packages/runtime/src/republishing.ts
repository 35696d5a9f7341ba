import { Rejection } from '@accompany/domain';
import type pg from 'pg';
import type { Pool } from 'pg';

/** An order to send once more what comes after a position. */
export type RepublishOrder = {
  readonly requestId: string;
  readonly fromPosition: number;
  readonly operator: string;
  readonly orderedAt: Date;
};

/** How far the sending of events once more is: whether the relay has begun with it, up to where it has sent, and where it ends. */
export type Republication = { readonly begun: boolean; readonly relayedPosition: number; readonly untilPosition: number };

/**
 * Orders the relay to send events once more; a repeat only tells how far it is.
 * @throws Rejection POSITION_BEYOND_HEAD when the store does not reach so far, REQUEST_ID_REUSED when the repeat asks for something else
 */
export const orderRepublication = async (db: Pool, order: RepublishOrder): Promise<Republication> => {
  const { requestId, fromPosition, operator, orderedAt } = order;
  await db.query(
    `with ordered as (
       insert into republications (request_id, from_position, until_position, operator, ordered_at)
       select $1, $2, head, $3, $4 from (select coalesce(max(position), 0) as head from events) e where $2 <= head
       on conflict do nothing returning true)
     select pg_notify('appended', '') from ordered`,
    [requestId, fromPosition, operator, orderedAt],
  );
  const { rows } = await db.query<{ begun: boolean; from: string; relayed: string; until: string }>(
    `select taken_at is not null or until_position = 0 as begun, from_position as from, until_position as until,
            (select coalesce(max(position), 0) from checkpoints where name = 'relay') as relayed
       from republications where request_id = $1`,
    [requestId],
  );
  if (rows[0] === undefined) throw new Rejection('POSITION_BEYOND_HEAD');
  const { begun, from, relayed, until } = rows[0];
  if (Number(from) !== fromPosition) throw new Rejection('REQUEST_ID_REUSED');
  return { begun, relayedPosition: Number(relayed), untilPosition: Number(until) };
};

/** Whether there is an order that nobody took up. */
export const isOrdered = async (leader: pg.Client): Promise<boolean> => {
  const { rowCount } = await leader.query({ name: 'is-ordered', text: 'select from republications where taken_at is null limit 1' });
  return rowCount !== 0;
};

/** Takes up what was ordered: moves the relay's checkpoint back, and forgets which log was sent to. For the leader alone. */
export const takeOrder = async (leader: pg.Client): Promise<void> => {
  await leader.query(
    `with taken as (update republications set taken_at = now() where taken_at is null returning from_position),
          forgotten as (delete from relayed_to where exists (select from taken))
     update checkpoints set position = least(position, (select min(from_position) from taken))
      where name = 'relay' and exists (select from taken)`,
  );
};

/**
 * Compares a log with the one that events were sent to, and writes down what it finds; where none is known, it is this one. For the leader alone.
 * @returns whether it is the same; in another one what was sent is missing
 */
export const recogniseLog = async (leader: pg.Client, log: string): Promise<boolean> => {
  const { rows } = await leader.query<{ replaced: boolean }>(
    `insert into relayed_to (log) values ($1)
       on conflict (only_one) do update set replaced = relayed_to.log <> excluded.log
       returning replaced, set_config('synchronous_commit', 'on', true)`,
    [log],
  );
  return rows[0]?.replaced === false;
};

/** Whether the log was found to be another one than events were sent to. */
export const isLogReplaced = async (db: Pool): Promise<boolean> => {
  const { rowCount } = await db.query({ name: 'is-log-replaced', text: 'select from relayed_to where replaced' });
  return rowCount !== 0;
};
