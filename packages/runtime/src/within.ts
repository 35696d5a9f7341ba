/** Waits for work at most `ms` milliseconds. @throws Error that says `late` when it took longer; the work then goes on unheard */
export const within = <Result>(ms: number, work: Promise<Result>, late: string): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
};
