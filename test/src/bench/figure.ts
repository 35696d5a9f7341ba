import { markdownTable } from 'markdown-table';

/** What was measured of one thing, round by round, beside its baseline of the same rounds. */
export type Measured = {
  readonly name: string;
  readonly unit: string;
  readonly ours: readonly number[];
  readonly baseline: readonly number[];
};

/** A figure of the bench: what it says, against what, and what was aimed at. */
export type Figure = Measured & {
  /** What the baseline is. */
  readonly against: string;
  readonly target: string;
  readonly met: boolean;
  /** The number that the target is about. */
  readonly result: string;
};

export type Summary = { readonly median: number; readonly min: number; readonly max: number };

/** The value below which this share of the values lies; the nearest one that was measured. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

/** The middle of the values; of an even number of them, the mean of the two in the middle. */
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
};

/** Median and spread. */
export const summary = (values: readonly number[]): Summary => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/** Measures ours and the baseline in turn, A B A B, so that what else the machine does meets both. Rounds to warm up are not counted. */
export const interleaved = async (
  rounds: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
  warmUp = 1,
): Promise<{ ours: number[]; baseline: number[] }> => {
  const measured = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds + warmUp; round++) {
    const [a, b] = [await ours(), await baseline()];
    if (round < warmUp) continue;
    measured.ours.push(a);
    measured.baseline.push(b);
  }
  return measured;
};

/** Round by round, how many times the baseline ours is: the median and, in brackets, the least and the most. */
export const times = (ours: readonly number[], baseline: readonly number[]): { readonly ratio: number; readonly told: string } => {
  const { median: ratio, min, max } = summary(ours.map((value, nr) => value / (baseline[nr] ?? Number.NaN)));
  return { ratio, told: `${ratio.toFixed(2)} times (${min.toFixed(2)} … ${max.toFixed(2)})` };
};

/** A figure whose target is how many times the baseline ours has to be at least. */
export const atLeast = (least: number | undefined, figure: Measured & { readonly against: string }): Figure => {
  const { ratio, told } = times(figure.ours, figure.baseline);
  return {
    ...figure,
    result: told,
    target: least === undefined ? 'none set' : `at least ${least} times`,
    met: least === undefined || ratio >= least,
  };
};

const number = (value: number): string => (value >= 1000 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const spread = (values: readonly number[]): string => {
  if (values.length === 0) return '–';
  const { median: middle, min, max } = summary(values);
  return `${number(middle)}  (${number(min)} … ${number(max)})`;
};

/** The figures as a table, in Markdown that people can read as it is: median and, in brackets, the least and the most. */
export const table = (figures: readonly Figure[]): string =>
  markdownTable([
    ['', 'rounds', 'unit', 'Accompany', 'baseline', 'result', 'target', ''],
    ...figures.map((one) => [
      one.name,
      String(one.ours.length),
      one.unit,
      spread(one.ours),
      spread(one.baseline),
      one.result,
      one.target,
      one.target === 'none set' ? '' : one.met ? 'met' : 'NOT MET',
    ]),
  ]);

/** What each figure is compared with: a line for each baseline, with the figures beside which it stands. */
export const baselines = (figures: readonly Figure[]): string => {
  const beside = new Map<string, string[]>();
  for (const { name, against } of figures.filter(({ baseline }) => baseline.length > 0))
    beside.set(against, [...(beside.get(against) ?? []), name]);
  return [...beside].map(([against, names]) => `- ${names.join('; ')}: ${against}`).join('\n');
};
