import type pg from 'pg';

export type Owned = { topic: number; partition: number; next: number };

/**
 * Which partitions this member of the group reads. Everything is a session advisory lock, so a member that dies lets go of all it
 * had, and idle members write nothing: one lock per member says who is there, one per partition says that nobody else reads it.
 * The n-th partition belongs to the n-th member, counted round; a member takes a partition only once the former owner let go.
 */
export const partitionShare = async (client: pg.Client, group: number, all: { topic: number; partition: number }[]) => {
  const membersClass = group * 2;
  const partitionsClass = group * 2 + 1;
  const keyed = new Map(all.map((place) => [place.topic * 1000 + place.partition, place]));
  const owned = new Map<number, Owned>();
  const self = await enter(client, membersClass);

  const told = () => client.query("select pg_notify('case_log', $1)", [groupNews(group)]);

  const release = async (keys: number[]) => {
    if (keys.length === 0) return;
    for (const key of keys) owned.delete(key);
    await client.query('select pg_advisory_unlock($1, key) from unnest($2::int[]) key', [partitionsClass, keys]);
    await told();
  };

  const take = async (keys: number[]) => {
    if (keys.length === 0) return;
    const text = 'select key from unnest($2::int[]) key where pg_try_advisory_lock($1, key)';
    const { rows } = await client.query<{ key: number }>(text, [partitionsClass, keys]);
    if (rows.length === 0) return;
    // Asked only now, under the locks, so that the former owner's last commit is seen.
    const commits = await client.query<{ topic: number; partition: number; next: string }>(COMMITTED, [group]);
    for (const { key } of rows) {
      const place = keyed.get(key);
      if (!place) continue;
      const committed = commits.rows.find(({ topic, partition }) => topic === place.topic && partition === place.partition);
      owned.set(key, { ...place, next: Number(committed?.next ?? 0) });
    }
  };

  await told();
  return {
    owned,
    /** Lets go of what others should read and takes what is ours and free. To be called between batches only. */
    settle: async (): Promise<void> => {
      const { rows } = await client.query<{ member: string }>({ name: 'members', text: MEMBERS, values: [membersClass] });
      const members = rows.map(({ member }) => Number(member));
      const rank = members.indexOf(self);
      const mine = new Set([...keyed.keys()].filter((_, index) => index % members.length === rank));
      await release([...owned.keys()].filter((key) => !mine.has(key)));
      await take([...mine].filter((key) => !owned.has(key)));
    },
    /** Gives everything back and tells the others. */
    leave: async (): Promise<void> => {
      owned.clear();
      await client.query('select pg_advisory_unlock_all()');
      await told();
    },
  };
};

/** What members of a group tell each other when one came, went or let go of a partition. */
export const groupNews = (group: number): string => `group ${group}`;

const COMMITTED = 'select topic, partition, next_offset as next from commits where group_id = $1';
const MEMBERS =
  "select objid::bigint as member from pg_locks where locktype = 'advisory' and granted and classid = $1::int::oid and objsubid = 2 and database = (select oid from pg_database where datname = current_database()) order by objid";

const enter = async (client: pg.Client, membersClass: number): Promise<number> => {
  for (;;) {
    const self = 1 + Math.floor(Math.random() * 0x7ffffffe);
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [membersClass, self]);
    if (rows[0]?.mine) return self;
  }
};
