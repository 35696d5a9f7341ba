-- Version 1 of the view: the services that are offered by active agencies from open offices, a line for each area that they
-- cover. A function of the records of that agency alone.
create table agencies (
  agency        text   primary key,
  active        boolean not null,
  last_sequence bigint not null
);

create table services (
  service_id  text not null,
  area_code   text not null,
  agency      text not null,
  category    int  not null,
  places      int  not null,
  free_places int  not null,
  primary key (service_id, area_code)
);

create index services_agency on services (agency);
create index services_category on services (category, area_code);
