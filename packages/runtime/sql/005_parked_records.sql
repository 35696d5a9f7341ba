-- What is parked is handled again as the record that it was: its topic and offset belong to it. Until now only the directory wrote
-- facts of the network that anybody copied.
alter table parked add column topic text, add column "offset" bigint not null default 0;
update parked set topic = case when source = 'directory' then 'network-events.v1' else 'case-events.v1' end where consumer <> 'log';
update parked set topic = split_part(source, '@', 1), "offset" = split_part(source, '@', 2)::bigint where consumer = 'log';
alter table parked alter column topic set not null, alter column "offset" drop default;

-- Records that are not ours and that somebody looked at: when the log is read again they are not set aside a second time.
create table acknowledged_records (
  topic     text   not null,
  partition int    not null,
  "offset"  bigint not null,
  digest    bytea  not null,
  primary key (topic, partition, "offset", digest)
);

comment on column acknowledged_records.digest is 'sha256 of the value: a log that lost its data gives the offset to another record';
