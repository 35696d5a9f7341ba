import { Rejection, tryOut } from '@accompany/domain';
import { expect, test } from 'vitest';
import { checkScores, type Score } from './instruments.js';

const refusal = (scores: Score[]): unknown => {
  const checked = tryOut(() => checkScores(scores));
  return checked instanceof Rejection ? [checked.reason, checked.fields[0]?.field] : undefined;
};

test.each<[string, Score[], unknown]>([
  ['none', [], undefined],
  [
    'both ends of a scale',
    [
      { instrument: 'cries-8', value: 0 },
      { instrument: 'sdq-total', value: 40 },
    ],
    undefined,
  ],
  ['below the scale', [{ instrument: 'csi', value: 0 }], ['ASSESSMENT_SCORE_OFF_SCALE', 'scores[0].value']],
  [
    'above the scale',
    [
      { instrument: 'csi', value: 4 },
      { instrument: 'phq-a', value: 28 },
    ],
    ['ASSESSMENT_SCORE_OFF_SCALE', 'scores[1].value'],
  ],
  ['an unknown instrument', [{ instrument: 'mood', value: 1 }], ['ASSESSMENT_INSTRUMENT_UNKNOWN', 'scores[0].instrument']],
  ['a name that every object has', [{ instrument: 'constructor', value: 1 }], ['ASSESSMENT_INSTRUMENT_UNKNOWN', 'scores[0].instrument']],
  [
    'twice',
    [
      { instrument: 'csi', value: 1 },
      { instrument: 'csi', value: 2 },
    ],
    ['ASSESSMENT_SCORE_REPEATED', 'scores[1].instrument'],
  ],
])('%s', (_, scores, expected) => expect(refusal(scores)).toEqual(expected));
