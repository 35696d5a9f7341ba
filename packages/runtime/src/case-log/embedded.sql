-- The case log in a database of its own. Run by every process at start: one at a time, and a second run changes nothing.
begin;
select pg_advisory_xact_lock(7261001);

-- Tells this log from one that was dropped and made again.
create table if not exists identity (id uuid primary key);
insert into identity select gen_random_uuid() where not exists (select from identity);

create table if not exists topics (
  id smallint generated always as identity primary key,
  name text not null unique,
  partitions int not null check (partitions between 1 and 1000)
);

-- One row per partition is its lock and its counter.
create table if not exists partitions (
  topic smallint not null references topics,
  partition int not null,
  next_offset bigint not null default 0,
  primary key (topic, partition)
) with (fillfactor = 20);

create table if not exists records (
  topic smallint not null,
  partition int not null,
  "offset" bigint not null,
  key text not null,
  headers json not null,
  value bytea not null,
  primary key (topic, partition, "offset")
);

create table if not exists consumer_groups (
  id int generated always as identity primary key,
  name text not null unique
);

create table if not exists commits (
  group_id int not null references consumer_groups,
  topic smallint not null,
  partition int not null,
  next_offset bigint not null,
  primary key (group_id, topic, partition)
) with (fillfactor = 20);

-- Creates a topic, or says how many partitions it has.
create or replace function ensure_topic(topic_name text, wanted int) returns int language plpgsql as $$
begin
  insert into topics (name, partitions) values (topic_name, wanted) on conflict (name) do nothing;
  insert into partitions (topic, partition)
    select t.id, p from topics t, generate_series(0, t.partitions - 1) p where t.name = topic_name
    on conflict do nothing;
  return (select t.partitions from topics t where t.name = topic_name);
end $$;

-- Appends records in the order given. The partition rows stay locked until the commit, so that offsets have no gaps and become
-- visible in order: a reader that saw offset n will never find a smaller one later. Rows are locked in one order, so that two
-- senders wait for each other instead of deadlocking. Values come as one payload with lengths, which is cheaper than an array.
create or replace function send(
  topic_name text, record_partitions int[], record_keys text[], record_headers text[], record_lengths int[], payload bytea
) returns void language plpgsql as $$
declare
  topic_id smallint := (select t.id from topics t where t.name = topic_name);
begin
  if topic_id is null then
    raise exception 'topic % does not exist in this log', topic_name using errcode = 'undefined_object';
  end if;

  perform 1 from partitions p where p.topic = topic_id and p.partition = any (record_partitions)
    order by p.partition for no key update;

  with given as (
    select g.partition, g.key, g.headers, g.length,
      sum(g.length) over (order by g.place) - g.length + 1 as start,
      row_number() over (partition by g.partition order by g.place) - 1 as nth
    from unnest(record_partitions, record_keys, record_headers, record_lengths)
      with ordinality as g(partition, key, headers, length, place)
  ), counted as (
    select g.partition, count(*) as records from given g group by g.partition
  ), moved as (
    update partitions p set next_offset = p.next_offset + c.records from counted c
    where p.topic = topic_id and p.partition = c.partition
    returning p.partition, p.next_offset - c.records as first
  )
  insert into records (topic, partition, "offset", key, headers, value)
    select topic_id, g.partition, m.first + g.nth, g.key, g.headers::json, substring(payload from g.start::int for g.length)
    from given g join moved m on m.partition = g.partition;

  perform pg_notify('case_log', topic_name);
end $$;

-- The number of a group, given at its first use.
create or replace function group_number(group_name text) returns int language plpgsql as $$
begin
  insert into consumer_groups (name) select group_name
    where not exists (select 1 from consumer_groups g where g.name = group_name)
    on conflict (name) do nothing;
  return (select g.id from consumer_groups g where g.name = group_name);
end $$;

commit;
