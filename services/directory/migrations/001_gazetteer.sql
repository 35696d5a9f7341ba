-- Places with their official codes: reference data that a file brings, not facts of the network. See README.md.
create table gazetteer_versions (
  version    integer primary key,
  digest     text not null,
  loaded_by  text not null,
  loaded_at  timestamptz not null
);

create table places (
  code         text collate "C" primary key check (code ~ '^([0-9]{2}){1,4}$'),
  parent       text collate "C" references places (code) check (parent = left(code, -2) or parent is null and length(code) = 2),
  name_khmer   text not null,
  name_latin   text not null,
  unit_khmer   text not null,
  unit_latin   text not null,
  unit_english text not null,
  -- The names as they are searched: composed, small letters, without spaces and signs.
  search_khmer text not null,
  search_latin text not null,
  -- The version that brought it as it is.
  version      integer not null references gazetteer_versions
);

create index places_by_parent on places (parent);
