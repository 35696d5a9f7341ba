-- How many events of each case, and of each agency of the network, were copied: the sequence of the newest.
create table cases (
  key      text   primary key,
  topic    text   not null check (topic in ('case', 'network')),
  sequence bigint not null
);

comment on column cases.key is 'The case id; for facts of the network the agency id or whatever else the log is keyed by';
