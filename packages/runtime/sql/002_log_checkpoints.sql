-- How far each consumer has come in what each service sent, by partition. Offsets on the log are only a bookmark.
create table log_checkpoints (
  consumer  text   not null,
  source    text   not null,
  partition int    not null,
  position  bigint not null default 0,
  primary key (consumer, source, partition)
);
