import { NeedIdentified } from '@accompany/contracts/assessment/v1/events';
import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { CaseDutyRefused, LeadChanged } from '@accompany/contracts/intake/v1/events';
import { DutyKind } from '@accompany/contracts/intake/v1/types';
import { ConflictCheck } from '@accompany/contracts/legalaid/v1/types';
import { fold } from '@accompany/domain';
import type { AnyEvent, EventMeta } from '@accompany/runtime';
import type { PoolClient } from 'pg';
import { describe, expect, test } from 'vitest';
import { matterIdForNeed } from './ids.js';
import { type Event, matter } from './matter.js';
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

describe('another lead', () => {
  const opened: Event = {
    $case: 'matterOpened',
    value: { clientId: 'c', needId, agency: 'aple', beneficiaries: [], conflictCheck: ConflictCheck.CONFLICT_CHECK_NONE_FOUND },
  };
  const passed = { $case: 'matterPassedOn', value: { fromAgency: 'aple', toAgency: 'lotus' } };
  const context = { actor: { kind: 'service', service: 'legal-aid' }, occurredAt: new Date(0), now: new Date(0) } as const;
  /** What the reactions decide on a matter of aple, given the rows that they find. */
  const decided = async (event: AnyEvent, rows: object[]) => {
    const tx = { query: async () => ({ rows }) } as unknown as PoolClient;
    const ordered = await Promise.all(all.map(({ among }) => among?.(event, { caseId: 'k', streamId: needId } as EventMeta)?.(tx) ?? []));
    return ordered.flat().map(({ id, decide }) => [id, decide(fold(matter, [opened]), context)]);
  };

  test('has every matter of the old one', async () => {
    const changed: AnyEvent = { $case: 'leadChanged', value: LeadChanged.fromPartial({ from: 'aple', to: 'lotus' }) };
    expect(await decided(changed, [{ stream: `matter-${needId}` }])).toEqual([[needId, [passed]]]);
    const elsewhere: AnyEvent = { $case: 'leadChanged', value: LeadChanged.fromPartial({ from: 'hagar', to: 'lotus' }) };
    expect(await decided(elsewhere, [{ stream: `matter-${needId}` }])).toEqual([[needId, []]]);
  });
  test('has what the old one opened meanwhile', async () => {
    expect(await decided(opened, [{ agency: 'lotus', part: 'lead' }])).toEqual([[needId, [passed]]]);
    const both = [
      { agency: 'lotus', part: 'lead' },
      { agency: 'aple', part: 'provider' },
    ];
    expect(await decided(opened, both)).toEqual([]);
  });
});

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
