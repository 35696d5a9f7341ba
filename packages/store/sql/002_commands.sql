-- The outcome of every command, written in the transaction of its events.
create table commands (
  key         text   primary key,
  fingerprint text   not null,
  stream      text   not null,
  version     int    not null,
  position    bigint not null
);
