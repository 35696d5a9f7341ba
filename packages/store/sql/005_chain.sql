-- The bytes of an event that the chain covers: its hash is the sha256 over the hash before it and these.
create function chain_content(
  "position" bigint, stream text, version int, type text, key text,
  occurred_at timestamptz, recorded_at timestamptz, metadata text, payload bytea
) returns bytea
language sql stable parallel safe
return convert_to(
  "position" || '|' || stream || '|' || version || '|' || type || '|' || key || '|'
  || (extract(epoch from occurred_at) * 1000)::bigint || '|' || (extract(epoch from recorded_at) * 1000)::bigint
  || '|' || octet_length(metadata) || '|' || metadata, 'UTF8') || payload;
