-- The list of import records that were set aside, made from our own events by src/views.ts. It holds no content.
create table view_quarantined (
  agency         text        not null,
  position       bigint      not null,
  quarantine_id  uuid        not null,
  system         text        not null,
  external_id    text        not null,
  reason         text        not null,
  quarantined_at timestamptz not null,
  primary key (agency, position)
);
