-- What others say, copied by src/copies.ts: where a referral is served, and which office a case is with.
create table copy_referrals (
  referral_id text primary key,
  service_id  text not null,
  accepted_at timestamptz,
  ended_at    timestamptz
);

create index copy_referrals_by_service on copy_referrals (service_id) where accepted_at is not null;

create table copy_case_offices (
  case_id   text collate "C" primary key,
  -- Null when it is with none.
  office_id text,
  open      boolean not null,
  -- Position of intake's event that says so.
  position  bigint not null
);

create index copy_case_offices_by_office on copy_case_offices (office_id);
