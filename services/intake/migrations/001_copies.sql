-- Copies of what other services say, made from the logs by src/copies.ts. Only what a decision here looks at.

-- directory: agencies that a report can be forwarded to or that can follow a case.
create table copy_agencies (
  agency_id text    primary key,
  active    boolean not null
);

-- assessment: what a risk can be lowered on. submitted_at is when it was last submitted; an assessment that was
-- superseded or voided is gone.
create table copy_assessments (
  assessment_id uuid        primary key,
  case_id       uuid        not null,
  submitted_at  timestamptz not null,
  approved      boolean     not null default false
);
