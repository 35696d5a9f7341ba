import type { View } from '@accompany/store';

/**
 * Finds what a view has to write anew: the keys of a topic of which it has another sequence than the copy, or none.
 * @param column in the view's table, the key
 */
export const staleIn =
  (topic: 'case' | 'network', table: string, column: string): View['stale'] =>
  async (tx, schema, after, limit) => {
    const { rows } = await tx.query<{ key: string }>(
      `select c.key from cases c left join ${schema}.${table} v on v.${column} = c.key and v.${column} > $1
        where c.topic = $3 and c.key > $1 and v.last_sequence is distinct from c.sequence order by c.key limit $2`,
      [after, limit, topic],
    );
    return rows.map(({ key }) => key);
  };
