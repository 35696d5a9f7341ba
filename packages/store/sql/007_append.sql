-- A database that was made earlier has it in another form, with other parameters.
do $$
declare
  earlier regprocedure;
begin
  for earlier in select oid from pg_proc where proname = 'append' and pronamespace = 'public'::regnamespace loop
    execute format('drop function %s', earlier);
  end loop;
end $$;

-- Appends the waiting commands of one process together, each with its own outcome; a conflict never fails its neighbours.
-- At most one command per stream and per key in a batch. Events stand in the order of their commands; `counts` says how many
-- each command has, `payload` holds all payloads, one after the other. The outcomes come in the order of the commands.
-- In a few small statements: one for everything takes longer to start than a batch of one takes in all, and one for each
-- command takes longer in a large batch. Their plans are kept; one that is made while the tables are empty must not scan
-- them when they are full, so it may only use the indexes.
create function append(
  keys text[], fingerprints text[], streams text[], expected_versions int[], counts int[], event_keys text[],
  topics text[], metadata text[], occurred timestamptz[],
  types text[], offsets int[], lengths int[], payload bytea
) returns table (outcome text, version int, "position" bigint, recorded_at timestamptz)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  head      bigint;
  head_hash bytea;
  command   int := 0;
  event     int := 0;
  judged    record;
  -- What will be written: the commands, by their number; and of each event its number, its command's, its version and its hash.
  noted     int[] := '{}';
  reached   int[] := '{}';
  placed    bigint[] := '{}';
  written   int[] := '{}';
  owners    int[] := '{}';
  versions  int[] := '{}';
  hashes    bytea[] := '{}';
begin
  perform pg_advisory_xact_lock(1);

  select e.position, e.hash, greatest(date_trunc('milliseconds', clock_timestamp()), e.recorded_at)
    into head, head_hash, recorded_at
    from events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  head_hash := coalesce(head_hash, ''::bytea);
  recorded_at := coalesce(recorded_at, date_trunc('milliseconds', clock_timestamp()));

  for judged in
    select coalesce(last.version, 0) as version, coalesce(last.position, 0) as position,
           done.key as done, done.fingerprint, done.version as done_version, done.position as done_position
      from unnest(keys, streams) with ordinality as g (key, stream, nr)
      left join lateral (select c.key, c.fingerprint, c.version, c.position from commands c where c.key = g.key) done on true
      left join lateral (select e.version, e.position from events e where e.stream = g.stream order by e.version desc limit 1) last on true
     order by g.nr
  loop
    command := command + 1;
    version := judged.version;
    position := judged.position;
    if judged.fingerprint = fingerprints[command] then
      outcome := 'duplicate';
      version := judged.done_version;
      position := judged.done_position;
    elsif judged.done is not null then
      outcome := 'reused';
    elsif version <> expected_versions[command] then
      outcome := 'conflict';
    else
      outcome := 'appended';
      for nr in event + 1 .. event + counts[command] loop
        version := version + 1;
        position := head + cardinality(written) + 1;
        head_hash := sha256(head_hash || chain_content(position, streams[command], version, types[nr], event_keys[command], occurred[command],
                                                       recorded_at, metadata[command], substring(payload from offsets[nr] + 1 for lengths[nr])));
        written := written || nr;
        owners := owners || command;
        versions := versions || version;
        hashes := hashes || head_hash;
      end loop;
      noted := noted || command;
      reached := reached || version;
      placed := placed || position;
    end if;
    event := event + counts[command];
    return next;
  end loop;

  insert into events (position, stream, version, type, topic, key, payload, metadata, occurred_at, recorded_at, hash)
  select head + n.nr, streams[n.owner], n.version, types[n.event], topics[n.owner], event_keys[n.owner],
         substring(payload from offsets[n.event] + 1 for lengths[n.event]), metadata[n.owner], occurred[n.owner], append.recorded_at, n.hash
    from unnest(written, owners, versions, hashes) with ordinality as n (event, owner, version, hash, nr);

  insert into commands (key, fingerprint, stream, version, position)
  select keys[n.command], fingerprints[n.command], streams[n.command], n.version, n.position
    from unnest(noted, reached, placed) as n (command, version, position);

  if cardinality(written) > 0 then
    perform pg_notify('appended', '');
  end if;
end $$;

revoke all on function append from public;
