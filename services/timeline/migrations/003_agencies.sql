-- What agencies are called, from the facts of the network.
create table agencies (
  agency text primary key,
  name   text not null
);
