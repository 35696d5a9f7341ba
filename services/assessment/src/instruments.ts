import { Rejection } from '@accompany/domain';

/** Where the results of an instrument lie, both ends included; results are whole numbers. */
type Scale = { readonly lowest: number; readonly highest: number };

/** The instruments that are known, by code. */
const SCALES: Readonly<Record<string, Scale>> = {
  /** Children's Revised Impact of Event Scale, 8 items. */
  'cries-8': { lowest: 0, highest: 40 },
  /** Child Status Index, overall. */
  csi: { lowest: 1, highest: 4 },
  /** Generalised Anxiety Disorder, 7 items. */
  'gad-7': { lowest: 0, highest: 21 },
  /** Patient Health Questionnaire for adolescents. */
  'phq-a': { lowest: 0, highest: 27 },
  /** Strengths and Difficulties Questionnaire, total difficulties. */
  'sdq-total': { lowest: 0, highest: 40 },
};

/** A result on an instrument, before it is sealed. */
export type Score = { readonly instrument: string; readonly value: number };

/**
 * Checks results while they can still be read; decisions see them sealed.
 * @throws Rejection for an unknown instrument, one that is scored twice, a result off its scale
 */
export const checkScores = (scores: readonly Score[]): void => {
  const seen = new Set<string>();
  for (const [index, { instrument, value }] of scores.entries()) {
    const scale = Object.hasOwn(SCALES, instrument) ? SCALES[instrument] : undefined;
    if (scale === undefined)
      throw new Rejection('ASSESSMENT_INSTRUMENT_UNKNOWN', {}, [
        { field: `scores[${index}].instrument`, description: `must be one of ${Object.keys(SCALES).join(', ')}` },
      ]);
    if (seen.has(instrument))
      throw new Rejection('ASSESSMENT_SCORE_REPEATED', {}, [
        { field: `scores[${index}].instrument`, description: 'must not repeat an instrument' },
      ]);
    seen.add(instrument);
    if (!Number.isInteger(value) || value < scale.lowest || value > scale.highest)
      throw new Rejection('ASSESSMENT_SCORE_OFF_SCALE', {}, [
        { field: `scores[${index}].value`, description: `must be a whole number from ${scale.lowest} to ${scale.highest}` },
      ]);
  }
};
