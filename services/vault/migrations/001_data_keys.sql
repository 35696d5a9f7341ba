-- The keys of every subject, one row per category and version, each wrapped by the key-encryption key `wrapped_by`.
create table data_keys (
  subject_id uuid        not null,
  category   int         not null check (category > 0),
  version    int         not null check (version > 0),
  wrapped    bytea       not null,
  wrapped_by text        not null,
  created_at timestamptz not null,
  primary key (subject_id, category, version)
);

comment on table data_keys is 'Destroying the rows of a subject makes everything sealed under them unreadable, everywhere';
