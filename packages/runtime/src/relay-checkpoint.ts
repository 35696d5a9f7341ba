import type pg from 'pg';

/** How long the checkpoint may lie behind what was sent, in milliseconds: so much is sent again after a crash. */
export const NOTE_MS = 100;

/** How far the relay has sent; written a little later than it moves, because each write is a good part of a small send. */
export const openCheckpoint = async (session: pg.Client) => {
  const { rows } = await session.query<{ position: string }>("select position from checkpoints where name = 'relay'");
  let position = Number(rows[0]?.position ?? 0);
  let written = position;
  let writtenAt = 0;
  return {
    position: () => position,
    isBehind: () => written < position,
    isDue: () => Date.now() - writtenAt > NOTE_MS,
    move: (to: number) => {
      position = to;
    },
    write: async () => {
      if (written === position) return;
      await session.query({
        name: 'relay-checkpoint',
        text: "update checkpoints set position = $1 where name = 'relay'",
        values: [position],
      });
      written = position;
      writtenAt = Date.now();
    },
  };
};
