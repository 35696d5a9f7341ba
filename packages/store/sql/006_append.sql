-- Appends the waiting commands of one process together, each with its own outcome; a conflict never fails its neighbours.
-- At most one command per stream and per key in a batch. Commands are numbered from 1 in array order; `event_of` says to
-- which command an event belongs, `payload` holds all payloads, one after the other.
-- Its statement is planned once: planning it for each batch cost as much as carrying it out. A plan made while the tables are
-- empty must not scan them when they are full, so it may only use the indexes.
create function append(
  keys text[], fingerprints text[], streams text[], expected_versions int[], counts int[], event_keys text[],
  topics text[], metadata text[], occurred timestamptz[],
  event_of int[], types text[], offsets int[], lengths int[], payload bytea
) returns table (command int, outcome text, version int, "position" bigint, recorded_at timestamptz)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  head        bigint;
  head_hash   bytea;
  recorded    timestamptz;
begin
  perform pg_advisory_xact_lock(1);

  select e.position, e.hash, greatest(date_trunc('milliseconds', clock_timestamp()), e.recorded_at)
    into head, head_hash, recorded
    from events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  head_hash := coalesce(head_hash, ''::bytea);
  recorded := coalesce(recorded, date_trunc('milliseconds', clock_timestamp()));

  return query
  with judged as (
    select g.*,
           coalesce(last.version, 0) as at_version, coalesce(last.position, 0) as at_position,
           done.version as done_version, done.position as done_position,
           case when done.key is not null and done.fingerprint = g.fingerprint then 'duplicate'
                when done.key is not null then 'reused'
                when coalesce(last.version, 0) <> g.expected then 'conflict'
                else 'appended' end as outcome
      from unnest(keys, fingerprints, streams, expected_versions, counts, event_keys, topics, metadata, occurred)
           with ordinality as g (key, fingerprint, stream, expected, count, event_key, topic, metadata, occurred_at, command)
      left join lateral (select c.key, c.fingerprint, c.version, c.position from commands c where c.key = g.key) done on true
      left join lateral (
        select e.version, e.position from events e where e.stream = g.stream order by e.version desc limit 1
      ) last on true
  ),
  fresh as (
    select j.*, head + sum(j.count) over (order by j.command) as last_position
      from judged j where j.outcome = 'appended'
  ),
  numbered as (
    select (f.last_position - f.count + row_number() over within_command)::bigint as position,
           f.stream, (f.expected + row_number() over within_command)::int as version, e.type, f.topic, f.event_key as key,
           substring(payload from e.start + 1 for e.length) as payload, f.metadata, f.occurred_at
      from unnest(event_of, types, offsets, lengths) with ordinality as e (command, type, start, length, nr)
      join fresh f on f.command = e.command
    window within_command as (partition by e.command order by e.nr)
  ),
  written as (
    insert into events (position, stream, version, type, topic, key, payload, metadata, occurred_at, recorded_at, hash)
    select n.position, n.stream, n.version, n.type, n.topic, n.key, n.payload, n.metadata, n.occurred_at, recorded,
           chain(head_hash, chain_content(n.position, n.stream, n.version, n.type, n.key, n.occurred_at, recorded, n.metadata, n.payload))
             over (order by n.position)
      from numbered n
  ),
  noted as (
    insert into commands (key, fingerprint, stream, version, position)
    select f.key, f.fingerprint, f.stream, f.expected + f.count, case when f.count = 0 then f.at_position else f.last_position end
      from fresh f
  )
  select j.command::int, j.outcome,
         case when j.outcome = 'appended' then j.expected + j.count when j.outcome = 'duplicate' then j.done_version else j.at_version end,
         (case when j.outcome = 'appended' and j.count > 0 then f.last_position when j.outcome = 'duplicate' then j.done_position
               else j.at_position end)::bigint,
         recorded
    from judged j left join fresh f on f.command = j.command
   order by j.command;

  if cardinality(event_of) > 0 then
    perform pg_notify('appended', '');
  end if;
end $$;

revoke all on function append from public;
