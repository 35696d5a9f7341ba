import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { CaseStatus } from '@accompany/contracts/intake/v1/types';
import { MatterStatus, Relation, RepresentationBlock, RepresentationStatus } from '@accompany/contracts/legalaid/v1/types';
import { Period, PlanStatus, SessionStatus, SupportKind } from '@accompany/contracts/referral/v1/types';
import { expect } from 'vitest';
import { eventually } from '../eventually.js';
import { refused } from '../stage.js';
import type { Stage } from './stage.js';

/** What the network must hold after B7 to B12. */
export const supporting: readonly Stage[] = [
  {
    id: 'B7',
    holds: 'a service plan with a frequency, sessions held against sessions planned, and whether it is behind',
    check: async ({ aple, a21, made }) => {
      const planId = made('planId');
      const on = (day: string) => new Date(`2022-${day}T12:00:00Z`);
      const plan = await a21.referral.getPlan({ planId, on: on('02-28') });
      expect(plan).toMatchObject({
        referralId: made('referralId'),
        status: PlanStatus.PLAN_STATUS_ACTIVE,
        frequency: { sessions: 2, period: Period.PERIOD_MONTH },
        sessionsHeld: 2,
        sessionsMissed: 0,
        behindPlan: false,
        goal: 'Feel safe again.',
      });
      expect(plan.sessions.map(({ sessionId, status }) => [sessionId, status])).toEqual(
        made('sessionIds').map((sessionId) => [sessionId, SessionStatus.SESSION_STATUS_HELD]),
      );
      const later = await a21.referral.getPlan({ planId, on: on('04-15') });
      expect(later).toMatchObject({ sessionsHeld: 2, behindPlan: true });
      expect(later.sessionsExpected).toBeGreaterThan(plan.sessionsExpected);

      const [sessionId = ''] = made('sessionIds');
      expect((await a21.referral.getSessionNote({ planId, sessionId })).note).toBe('Notes of the session.');
      expect(await refused(aple.referral.getSessionNote({ planId, sessionId }))).not.toBe('answered');
      const seenBySender = await aple.referral.getPlan({ planId, on: on('02-28') });
      expect(seenBySender).toMatchObject({ sessionsHeld: 2, sessions: [], goal: '' });
    },
  },
  {
    id: 'B8',
    holds: 'support delivered beside a referral, by the lead itself, with its reason',
    check: async ({ aple, a21, made, asOf }) => {
      const supportId = made('supportId');
      const delivered = { supportId, agency: 'aple', kind: SupportKind.SUPPORT_KIND_FOOD, amount: '120000', currency: 'KHR' };
      const support = await aple.referral.getSupport({ supportId });
      expect(support).toMatchObject({ ...delivered, reason: 'The family lost its income in the COVID-19 lockdown.' });
      expect((await asOf()).support).toMatchObject([delivered]);
      expect(await refused(a21.referral.getSupport({ supportId }))).toBe('SUPPORT_UNKNOWN');
    },
  },
  {
    id: 'B9',
    holds: 'a legal matter with several beneficiaries, and privileged notes',
    check: async ({ lawyer, a21, police, made, entries }) => {
      const matterId = made('matterId');
      const matter = await lawyer.legalAid.getMatter({ matterId });
      expect(matter).toMatchObject({ caseId: made('caseId'), agency: 'aple', needId: made('legalNeedId') });
      expect(matter.beneficiaries.map(({ relation }) => relation)).toEqual([
        Relation.RELATION_CLIENT,
        Relation.RELATION_FATHER,
        Relation.RELATION_MOTHER,
      ]);
      expect(matter.counsels).toMatchObject([
        { counselId: made('counselId'), beneficiaryIds: made('beneficiaryIds'), givenBy: 'aple-lawyer-1', notes: 'Privileged.' },
      ]);
      expect(await a21.legalAid.getMatter({ matterId })).toMatchObject({ agency: 'aple', beneficiaries: [], counsels: [], needId: '' });
      expect(await refused(police.legalAid.getMatter({ matterId }))).toBe('MATTER_UNKNOWN');
      const counsel = (await entries()).find(({ type }) => type.endsWith('.CounselGiven'));
      expect(counsel?.detailsJson).toContain('sealed (legal)');
      expect(counsel?.detailsJson).not.toContain('Privileged');
    },
  },
  {
    id: 'B10',
    holds: 'representation blocked by a reason, and a timer on the investigation',
    check: async ({ lawyer, made, entries }) => {
      const matterId = made('matterId');
      const stalled = await eventually('the investigation counts as stalled', async () => {
        const matter = await lawyer.legalAid.getMatter({ matterId });
        return matter.stalled && matter;
      });
      expect(stalled).toMatchObject({
        status: MatterStatus.MATTER_STATUS_UNDER_INVESTIGATION,
        representation: RepresentationStatus.REPRESENTATION_STATUS_BLOCKED,
        blockedBy: RepresentationBlock.REPRESENTATION_BLOCK_POLICE_INVESTIGATION,
        stallsAt: new Date('2022-05-26T09:00:00Z'),
        lawyer: '',
      });
      const entry = await eventually('the timeline tells of it', async () =>
        (await entries()).find(({ type }) => type.endsWith('.InvestigationStalled')),
      );
      expect(entry).toMatchObject({ agency: '', service: 'legal-aid' });
    },
  },
  {
    id: 'B11',
    holds: 'the threat open while services run, and no closure meanwhile',
    check: async ({ aple, made, asOf }) => {
      expect(made('closureRefused')).toBe('THREAT_OPEN');
      const found = await aple.intake.getCase({ caseId: made('caseId') });
      expect(found).toMatchObject({ status: CaseStatus.CASE_STATUS_OPEN, closure: undefined });
      expect((await asOf()).openThreats).toMatchObject([{ threatId: made('threatId') }]);
    },
  },
  {
    id: 'B12',
    holds: 'a directory of services with capacity, and its gaps by province and kind of service',
    check: async ({ aple, made }) => {
      expect(made('offered')).toEqual(expect.arrayContaining(['psychosocial', 'legal aid', 'case management']));
      expect(made('gaps')).toEqual(expect.arrayContaining(['shelter', 'health', 'education']));
      const ask = (areaCode: string) => aple.directory.listServices({ category: ServiceCategory.SERVICE_CATEGORY_SHELTER, areaCode });
      expect((await ask('17')).services).toEqual([]);
      expect((await ask('12')).services).toMatchObject([{ agencyId: 'hagar', capacity: { places: 12, freePlaces: 6 } }]);
    },
  },
];
