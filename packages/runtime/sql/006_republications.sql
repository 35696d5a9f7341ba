-- What operators asked to be sent to the log once more. The relay's leader takes it up, and it alone moves the relay's checkpoint.
create table republications (
  request_id     uuid        primary key,
  from_position  bigint      not null,
  until_position bigint      not null,
  operator       text        not null,
  ordered_at     timestamptz not null,
  taken_at       timestamptz
);

-- Which log this service's events were sent to.
create table relayed_to (
  only_one boolean primary key default true check (only_one),
  log      text    not null,
  replaced boolean not null default false
);

comment on column relayed_to.replaced is 'Whether there is another log now: nothing is sent to it until an operator orders it';
