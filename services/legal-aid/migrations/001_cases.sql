-- A copy of what intake says of cases: whose they are, whether they are open, which agencies take part.
-- Made from the case log by copyCase of @accompany/access.
create table cases (
  case_id   uuid    primary key,
  client_id uuid    not null,
  open      boolean not null
);

create table participants (
  case_id uuid not null,
  agency  text not null,
  part    text not null check (part in ('lead', 'provider', 'monitor')),
  primary key (case_id, agency, part)
);
