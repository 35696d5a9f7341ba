-- One link of the hash chain: the hash so far (or, for the first of a batch, the head's), and the bytes of an event.
create function chain_link(state bytea, head bytea, content bytea) returns bytea
language sql immutable parallel safe
return sha256(coalesce(state, head) || content);

create aggregate chain (head bytea, content bytea) (sfunc = chain_link, stype = bytea);

-- The bytes of an event that the chain covers.
create function chain_content(
  "position" bigint, stream text, version int, type text, key text,
  occurred_at timestamptz, recorded_at timestamptz, metadata text, payload bytea
) returns bytea
language sql stable parallel safe
return convert_to(
  "position" || '|' || stream || '|' || version || '|' || type || '|' || key || '|'
  || (extract(epoch from occurred_at) * 1000)::bigint || '|' || (extract(epoch from recorded_at) * 1000)::bigint
  || '|' || octet_length(metadata) || '|' || metadata, 'UTF8') || payload;
