-- Worklists show what each communication asks for, what its receiver took it as, and what its sender has to decide.
alter table view_referrals
  add column service_id     text not null default '',
  add column permission_id  text not null default '',
  add column intent         integer not null default 1,
  add column taken_as       integer not null default 0,
  add column intent_differs boolean not null default false,
  add column decision_asked integer not null default 0;

create index view_referrals_service on view_referrals (service_id);
create index view_referrals_permission on view_referrals (permission_id) where permission_id <> '';

-- What is there was made without these columns: it is made anew from our own events.
delete from view_referrals;
delete from checkpoints where name = 'view referrals';

-- What agencies were told, made from our own events by src/notice-views.ts.
create table view_notices (
  notice_id    text primary key,
  case_id      text not null,
  to_agency    text not null,
  about        integer not null,
  subject_id   text not null,
  referral_id  text not null,
  acknowledged boolean not null default false,
  overdue      boolean not null default false,
  due_by       timestamptz not null,
  issued_at    timestamptz not null
);

create index view_notices_agency on view_notices (to_agency, due_by, notice_id);

-- directory: where a service is offered; empty for services that were copied before this column was there.
alter table copy_services add column area_codes text[] not null default '{}';
