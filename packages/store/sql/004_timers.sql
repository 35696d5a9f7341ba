-- What is due when; derived from the events, and decided again by the aggregate when it fires.
create table timers (
  timer  text        not null,
  stream text        not null,
  name   text        not null,
  key    text        not null,
  due_at timestamptz not null,
  primary key (timer, stream, name)
);

create index timers_due on timers (due_at);
