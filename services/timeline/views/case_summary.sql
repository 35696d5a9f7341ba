-- Version 3 of the view: a line for each case, who takes part in it, what there is to do, which needs wait, and how far its
-- referrals came. A function of the records of that case alone; what depends on the time, a query compares with it.
create table cases (
  case_id          text        primary key,
  status           int         not null,
  lead_agency      text        not null,
  caseworker       text        not null,
  area_code        text        not null,
  risk             int         not null,
  open_threats     int         not null,
  open_referrals   int         not null,
  unmet_needs      int         not null,
  open_matters     int         not null,
  last_occurred_at timestamptz not null,
  last_recorded_at timestamptz not null,
  last_sequence    bigint      not null,
  -- The case of another child that its report sprang from; empty for none.
  sprang_from      text        not null
);

create index cases_sprang on cases (sprang_from) where sprang_from <> '';

create table participants (
  agency  text  not null,
  case_id text  not null,
  roles   int[] not null,
  primary key (agency, case_id)
);

create index participants_case on participants (case_id);

create table items (
  case_id     text        not null,
  kind        int         not null,
  subject_id  text        not null,
  agency      text        not null,
  counterpart text        not null,
  category    int         not null,
  urgency     int         not null,
  since       timestamptz not null,
  due_at      timestamptz,
  shows_at    timestamptz not null,
  caseworker  text        not null,
  primary key (case_id, kind, subject_id, agency)
);

-- The order of the worklist, so that a page is read from its index.
create index items_by_urgency on items (agency, urgency, (coalesce(due_at, 'infinity'::timestamptz)), case_id, kind, subject_id);
create index items_of_caseworker on items (caseworker, agency, urgency, (coalesce(due_at, 'infinity'::timestamptz)), case_id, kind, subject_id)
  where caseworker <> '';

create table needs (
  case_id   text        not null,
  need_id   text        not null,
  category  int         not null,
  urgency   int         not null,
  area_code text        not null,
  since     timestamptz not null,
  primary key (case_id, need_id)
);

create table referrals (
  case_id     text        not null,
  referral_id text        not null,
  sender      text        not null,
  receiver    text        not null,
  category    int         not null,
  province    text        not null,
  answered    boolean     not null,
  ended_as    int         not null,
  overdue     boolean     not null,
  sent_at     timestamptz not null,
  received_at timestamptz,
  accepted_at timestamptz,
  started_at  timestamptz,
  ended_at    timestamptz,
  closed_at   timestamptz,
  primary key (case_id, referral_id)
);

create index referrals_sent on referrals (sent_at);
create index referrals_sender on referrals (sender, sent_at);
create index referrals_receiver on referrals (receiver, sent_at);
