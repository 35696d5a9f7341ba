import { DifferenceReason, HandoverReason, TotalsSubject, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { expect, test } from 'vitest';
import { readHandoverFile } from './file.js';

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';
const { TRANSFER_RELATION_LEAD: LEAD, TRANSFER_RELATION_MONITOR: MONITOR } = TransferRelation;

test('CSV: the cases, in any order of columns, with a mark of byte order', () => {
  const text = `\uFEFFreceiver,case_id,relation\nheron,${A},direct\n\negret, ${B.toUpperCase()} ,monitor\n`;
  expect(readHandoverFile(text)).toEqual({
    items: [
      { caseId: A, receiver: 'heron', relation: LEAD },
      { caseId: B, receiver: 'egret', relation: MONITOR },
    ],
    differences: [],
  });
});

test('JSON: the cases, the numbers and why they differ', () => {
  const text = JSON.stringify({
    reason: 'programme_end',
    declared: { total: 4, direct: 1, remote: 0 },
    differences: [{ subject: 'total', reason: 'whereabouts unknown', cases: 3 }],
    items: [{ case_id: A, receiver: 'heron', relation: 'lead' }],
  });
  expect(readHandoverFile(text)).toEqual({
    reason: HandoverReason.HANDOVER_REASON_PROGRAMME_END,
    declared: { total: 4, direct: 1, remote: 0 },
    differences: [
      {
        subject: TotalsSubject.TOTALS_SUBJECT_TOTAL,
        reason: DifferenceReason.DIFFERENCE_REASON_WHEREABOUTS_UNKNOWN,
        cases: 3,
      },
    ],
    items: [{ caseId: A, receiver: 'heron', relation: LEAD }],
  });
  expect(readHandoverFile(JSON.stringify([{ case_id: B, receiver: 'egret', relation: 'remote' }])).items).toHaveLength(1);
});

test.each([
  ['case_id,receiver,relation\n', 'no case is listed'],
  ['', 'no case is listed'],
  [
    `case_id,receiver,relation\n${A},heron,lead\nnot-an-id,Heron,boss\n`,
    /line 3: case_id: .*\n.*line 3: receiver: .*\n.*line 3: relation: /,
  ],
  [`case_id,receiver,relation\n${A},heron\n`, /the file is refused: /],
  ['{', /not JSON/],
  ['[]', /items: no case is listed/],
  [JSON.stringify({ reason: 'boredom', items: [{ case_id: A, receiver: 'heron', relation: 'lead' }] }), /reason: expected programme_end/],
  [JSON.stringify([{ case_id: A, receiver: 'heron', relation: 'friend' }]), /items\.0\.relation: expected lead/],
])('%j is refused, and says why', (text, reason) => {
  expect(() => readHandoverFile(text)).toThrow(reason);
});
