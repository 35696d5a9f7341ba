import type { Figure } from './figure.js';

/** What a suite is given: how often it measures, and how long. */
export type Sizes = {
  /** Ours and the baseline in turn, so many times. */
  readonly rounds: number;
  /** How long a round of calls lasts, in seconds. */
  readonly seconds: number;
  /** How many events the largest store holds. */
  readonly events: number;
  /** Only the figures that are quick to have. */
  readonly quick: boolean;
  /** The superuser of a Postgres server for databases of its own. */
  readonly postgres: string;
};

/** A part of the bench that can be asked for by its name. */
export type Suite = {
  readonly about: string;
  /** Which benches have it: the quick and the whole one, the whole one alone, or none that does not name it. */
  readonly part: 'quick' | 'whole' | 'named';
  readonly run: (sizes: Sizes) => Promise<Figure[]>;
};
