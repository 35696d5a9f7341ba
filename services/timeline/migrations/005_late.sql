-- Whether an event was written down after one of the same key that happened later: known when it is copied, so that no read has to look back.
alter table cases add column last_occurred_at timestamptz;
alter table records add column late boolean;

update cases c set last_occurred_at = (select max(occurred_at) from records r where r.key = c.key);
update records r set late = l.late
  from (select key, sequence, coalesce(max(occurred_at) over (partition by key order by sequence rows between unbounded preceding and 1 preceding)
                                         > occurred_at, false) as late from records) l
 where l.key = r.key and l.sequence = r.sequence;

alter table cases alter column last_occurred_at set not null;
alter table records alter column late set not null;
