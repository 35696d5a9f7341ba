-- Version 1 of the view: a line for each case, and who takes part in it. A function of the records of that case alone.
create table cases (
  case_id          text        primary key,
  status           int         not null,
  lead_agency      text        not null,
  risk             int         not null,
  open_threats     int         not null,
  open_referrals   int         not null,
  unmet_needs      int         not null,
  open_matters     int         not null,
  last_occurred_at timestamptz not null,
  last_recorded_at timestamptz not null,
  last_sequence    bigint      not null
);

create table participants (
  agency  text not null,
  case_id text not null,
  primary key (agency, case_id)
);

create index participants_case on participants (case_id);
