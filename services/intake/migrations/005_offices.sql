-- directory: offices that hold cases and from which programmes are run. One whose end began takes no new ones.
create table copy_offices (
  office_id uuid    primary key,
  agency    text    not null,
  open      boolean not null
);
