import { NeedIdentified } from '@accompany/contracts/assessment/v1/events';
import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { CaseDutyRefused } from '@accompany/contracts/intake/v1/events';
import { DutyKind } from '@accompany/contracts/intake/v1/types';
import type { AnyEvent, EventMeta } from '@accompany/runtime';
import { describe, expect, test } from 'vitest';
import { matterIdForNeed } from './ids.js';
import { reactions } from './reactions.js';
import { stalledInvestigations } from './timers.js';

const needId = '0b7d7a52-35bb-4ed4-8b52-0f2d1b5f4f01';
const need = (category: ServiceCategory) =>
  ({ $case: 'needIdentified', value: NeedIdentified.fromPartial({ needId, agency: 'aple', category }) }) as const;
const all = reactions({ ACCOMPANY_LEGAL_CHASE_DAYS: 30 });
const ids = (event: AnyEvent) => all.flatMap(({ on }) => on(event, {} as EventMeta).map(({ id }) => id));

test('a need for legal aid opens a matter of its agency', () =>
  expect(ids(need(ServiceCategory.SERVICE_CATEGORY_LEGAL_AID))).toEqual([matterIdForNeed(needId, 'aple')]));
test('another need opens none', () => expect(ids(need(ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL))).toEqual([]));

test('a stalled investigation is chased', () =>
  expect(
    all.flatMap(({ on }) => on({ $case: 'investigationStalled', value: { stalledSince: undefined } }, { streamId: needId } as EventMeta)),
  ).toMatchObject([{ id: needId }]));
test.each([
  [DutyKind.DUTY_KIND_MATTER, [needId]],
  [DutyKind.DUTY_KIND_REFERRAL, []],
])('a duty of kind %s that the case refused concerns %s', (kind, expected) =>
  expect(ids({ $case: 'caseDutyRefused', value: CaseDutyRefused.fromPartial({ kind, dutyId: needId }) })).toEqual(expected),
);

describe('the timer on an investigation', () => {
  const stallsAt = new Date('2022-05-04');
  const moment = { occurredAt: new Date('2022-02-03'), recordedAt: new Date('2022-02-04') };
  test.each([
    ['is set by its start', { $case: 'investigationStarted', value: { stallsAt } }, [{ set: 'stalls', at: stallsAt }]],
    [
      'is set anew by news',
      { $case: 'investigationProgressed', value: { progressId: needId, stallsAt, notes: undefined } },
      [{ set: 'stalls', at: stallsAt }],
    ],
    [
      'is set by each round of the chase',
      { $case: 'legalChaseAsked', value: { agency: 'aple', stalledSince: undefined, round: 1, nextAt: stallsAt, everyDays: 30 } },
      [{ set: 'chase', at: stallsAt }],
    ],
    ['ends with the prosecution', { $case: 'prosecutionStarted', value: {} }, [{ clear: 'stalls' }, { clear: 'chase' }]],
    ['ends with the matter', { $case: 'matterDiscontinued', value: { reason: 2 } }, [{ clear: 'stalls' }, { clear: 'chase' }]],
    ['is left alone by anything else', { $case: 'trialStarted', value: {} }, []],
  ] as const)('%s', (_, event, changes) => expect(stalledInvestigations.derive(event, moment)).toEqual(changes));
});
