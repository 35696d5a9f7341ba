/**
 * Lets work that comes in numbers begin a few at a time: `most` in one turn of the event loop, the next in the turn after it, in order.
 * What the first ones wait for (an append, an answer on its way to its caller) is then under way while the next are worked on;
 * all at once, everybody would wait for the last one at each step, and come back together.
 * @param most how many begin in one turn
 * @returns what to await before the work; undefined, to begin at once, where so many have not begun in this turn
 */
export const inTurns = (most: number): (() => Promise<void> | undefined) => {
  const waiting: (() => void)[] = [];
  let begun = 0;

  const next = (): void => {
    const going = waiting.splice(0, most);
    begun = going.length;
    if (begun > 0) setImmediate(next);
    for (const go of going) go();
  };

  return () => {
    if (begun === 0) setImmediate(next);
    if (begun === most) return new Promise((resolve) => waiting.push(resolve));
    begun += 1;
    return undefined;
  };
};
