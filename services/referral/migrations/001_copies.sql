-- Copies of what other services say, made from the logs by src/copies.ts. Only what a decision here looks at.

-- intake: a case, from the first report on (status reported) until it is closed.
create table copy_cases (
  case_id   uuid primary key,
  client_id uuid not null,
  status    text not null check (status in ('reported', 'open', 'closed'))
);

-- intake: who takes part, and who took a report.
create table copy_participants (
  case_id uuid not null,
  agency  text not null,
  part    text not null check (part in ('lead', 'provider', 'monitor', 'report_taker')),
  primary key (case_id, agency, part)
);

-- intake: consents and legal bases; purposes and categories are the numbers of the contract's enums.
create table copy_consents (
  consent_id  text primary key,
  case_id     uuid not null,
  given       boolean not null,
  purposes    integer[] not null,
  agencies    text[] not null,
  categories  integer[] not null,
  valid_from  timestamptz not null,
  valid_until timestamptz
);

create table copy_legal_bases (
  basis_id    text primary key,
  case_id     uuid not null,
  approved_by text not null,
  purposes    integer[] not null,
  agencies    text[] not null,
  categories  integer[] not null,
  valid_from  timestamptz not null,
  valid_until timestamptz
);

-- assessment: needs.
create table copy_needs (
  need_id  uuid primary key,
  case_id  uuid not null,
  agency   text not null,
  category integer not null,
  urgency  integer not null,
  met      boolean not null default false
);

-- directory: agencies, offices, services.
create table copy_agencies (
  agency_id text primary key,
  suspended boolean not null default false
);

create table copy_offices (
  office_id text primary key,
  closed    boolean not null default false
);

create table copy_services (
  service_id text primary key,
  agency_id  text not null,
  office_id  text not null,
  category   integer not null,
  withdrawn  boolean not null default false
);
