-- Records per partition that a group ($1) has not committed, for the topics $2 in the order given, and when the oldest of them
-- was recorded where it says so.
select t.name as topic, p.partition, p.next_offset - coalesce(c.next_offset, 0) as events, r.headers -> 'ce_time' as oldest
from unnest($2::text[]) with ordinality as wanted(name, place)
join topics t on t.name = wanted.name
join partitions p on p.topic = t.id
left join consumer_groups g on g.name = $1
left join commits c on c.group_id = g.id and c.topic = p.topic and c.partition = p.partition
left join records r on r.topic = p.topic and r.partition = p.partition and r."offset" = coalesce(c.next_offset, 0)
order by wanted.place, p.partition
