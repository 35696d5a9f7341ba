-- directory: the codes of all places. Places are never removed, so codes in use stay known. Empty until a gazetteer was loaded.
create table copy_places (
  code text collate "C" primary key
);
