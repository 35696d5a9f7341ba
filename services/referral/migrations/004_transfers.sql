-- Our own transfers as lists show them, made from our own events by src/transfer-views.ts.
create table view_transfers (
  transfer_id uuid primary key,
  -- Position of the offer: the order in which an agency offered a case.
  nr          bigint not null,
  case_id     uuid not null,
  giver       text not null,
  receiver    text not null,
  relation    integer not null,
  reason      integer not null,
  status      text not null check (status in ('offered', 'accepted', 'declined', 'withdrawn', 'released')),
  handover_id text not null,
  previous_id text not null,
  due_by      timestamptz not null,
  overdue     boolean not null default false,
  escalated   boolean not null default false
);

create index view_transfers_case on view_transfers (case_id, giver, nr);
create index view_transfers_receiver on view_transfers (receiver, due_by, transfer_id) where status in ('offered', 'accepted');
create index view_transfers_giver on view_transfers (giver, due_by, transfer_id) where status in ('offered', 'accepted');
create index view_transfers_handover on view_transfers (handover_id);

-- What is open on a case in other services, made from the log by src/open-things-copy.ts; kinds are the contract's numbers.
create table copy_open_things (
  kind    integer not null,
  id      uuid not null,
  case_id uuid not null,
  primary key (kind, id)
);

create index copy_open_things_case on copy_open_things (case_id);
