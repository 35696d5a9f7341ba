-- Tells this database from one that was dropped and made again: consumer groups carry the id, so that a new database
-- reads the log from its beginning whatever the old one had committed.
create table incarnation (id uuid primary key default gen_random_uuid());
insert into incarnation default values;
