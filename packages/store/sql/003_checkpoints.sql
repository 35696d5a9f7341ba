-- How far each subscription on this store has come.
create table checkpoints (
  name     text   primary key,
  position bigint not null default 0
);
