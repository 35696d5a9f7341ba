-- directory: whose an office is, and whether its end has begun. Offices that were copied before are their services' agency's.
alter table copy_offices
  add column agency_id text not null default '',
  add column closing   boolean not null default false;

update copy_offices o set agency_id = s.agency_id from copy_services s where s.office_id = o.office_id;

-- intake: a legal basis whose period ended.
alter table copy_legal_bases add column ended boolean not null default false;

-- Which plans and referrals a case has: the first event of each stream, by case.
create index streams_by_case on events (key, position) where version = 1;
