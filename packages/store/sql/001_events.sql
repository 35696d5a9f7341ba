-- Everything that happened, in one order. Positions become visible in order: `append` holds a lock until it commits.
create table events (
  position    bigint      primary key,
  stream      text        not null,
  version     int         not null check (version > 0),
  type        text        not null,
  topic       text        not null,
  key         text        not null,
  payload     bytea       not null,
  metadata    text        not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  hash        bytea       not null,
  unique (stream, version)
);

comment on column events.key is 'Partition key on the log: the case id, or the agency id for facts of the network';
comment on column events.metadata is 'JSON as text, exactly as hashed: actor, causation, correlation, traceparent';
comment on column events.hash is 'sha256 over the hash before it and the bytes of this event: see chain_content';
