import { expect, test, vi } from 'vitest';
import { createBookmark } from './bookmark.js';

test('many marks are written once, the last of them; settling writes at once; a failure is told and passed over', async () => {
  const written: number[] = [];
  const failures: unknown[] = [];
  const bookmark = createBookmark(30, (error) => failures.push(error));
  const mark = (nr: number) => bookmark.set(async () => void written.push(nr));
  for (let nr = 1; nr <= 5; nr++) mark(nr);
  expect(written).toEqual([]);
  await vi.waitFor(() => expect(written).toEqual([5]), 5_000);
  mark(6);
  await bookmark.settled();
  expect(written).toEqual([5, 6]);
  bookmark.set(() => Promise.reject(new Error('planted')));
  await bookmark.settled();
  mark(7);
  await bookmark.settled();
  await bookmark.settled();
  expect(written).toEqual([5, 6, 7]);
  expect(failures).toHaveLength(1);
});
