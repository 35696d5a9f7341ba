-- The case log as it was read, by case. A function of the log alone: no arrival times.
create table records (
  key         text        not null,
  sequence    bigint      not null,
  source      text        not null,
  stream      text        not null,
  version     int         not null,
  position    bigint      not null,
  type        text        not null,
  payload     bytea       not null,
  metadata    text        not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (key, sequence),
  unique (stream, version)
);

comment on column records.sequence is 'Place among the events of this key, from 1, in log order';
comment on column records.metadata is 'JSON: actor, correlation, causation, traceparent';
