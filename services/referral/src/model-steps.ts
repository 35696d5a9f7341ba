import type { Command } from 'fast-check';

/** A step that may always be tried. */
export const step = <Model extends object, Real>(name: string, run: (model: Model, real: Real) => void): Command<Model, Real> => ({
  check: () => true,
  run,
  toString: () => name,
});
