-- Events that could not be handled, and all later ones of the same case, in order, until a person resumes them.
create table parked (
  consumer  text        not null,
  key       text        not null,
  nr        bigint      generated always as identity,
  source    text        not null,
  partition int         not null,
  position  bigint      not null,
  headers   text        not null,
  payload   bytea       not null,
  error     text        not null,
  parked_at timestamptz not null default now(),
  primary key (consumer, key, nr),
  unique (consumer, source, partition, position)
);

comment on column parked.error is 'Name and code of the error, or that an earlier event of the case is parked; no personal data';
