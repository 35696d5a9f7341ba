-- Rebuilds of views: how far they are and how they ended.
create table operations (
  id         uuid        primary key,
  view       text        not null,
  phase      text        not null,
  completed  bigint      not null default 0,
  error      text        not null default '',
  result     text        not null default '',
  started_at timestamptz not null,
  beat_at    timestamptz not null,
  ended_at   timestamptz
);

create unique index operations_one_at_a_time on operations (view) where ended_at is null;

comment on column operations.beat_at is 'Last sign of life of the process that does it; long ago = the process is gone';
comment on column operations.result is 'JSON of the view''s status when it ended well';
