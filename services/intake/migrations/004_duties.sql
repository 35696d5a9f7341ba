-- referral, legal-aid: what began about a case that is not opened yet and has not ended. When the case is opened it takes them over.
create table copy_duties (
  duty_id uuid    primary key,
  case_id uuid    not null,
  kind    integer not null,
  agency  text    not null,
  giver   text    not null,
  of_lead boolean not null
);

create index copy_duties_by_case on copy_duties (case_id);

-- referral, legal-aid, assessment: facts that can be corrected here. Only who recorded them, of which case, and when.
create table copy_facts (
  event_id    text        primary key,
  case_id     uuid        not null,
  type        text        not null,
  agency      text        not null,
  recorded_at timestamptz not null
);
