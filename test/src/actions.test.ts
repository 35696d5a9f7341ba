import { randomUUID } from 'node:crypto';
import { refusal, type ServiceName } from '@accompany/client';
import { Verdict } from '@accompany/contracts/common/v1/actions';
import { PersonalDataCategory, ServiceCategory } from '@accompany/contracts/common/v1/common';
import { ClientWork, ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { HandoverReason, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, caseWithReferral, type Directory, openCase, seedDirectory } from './play.js';

let harness: Harness;
let directory: Directory;

beforeAll(async () => {
  harness = await startHarness({ log: 'embedded' });
  directory = await seedDirectory(harness);
});
afterAll(() => harness?.stop());

type Asked = { who: string; of: Extract<ServiceName, `${string}Actions`>; stream: string; action: string };

/** What is said of an action: a verdict, or the reason of the refusal. */
const said = async ({ who, of, stream, action }: Asked): Promise<string | undefined> => {
  const { actions } = await harness.as(who)[of].listAllowedActions({ stream });
  const found = actions.find((one) => one.action === action);
  return found?.obstacle?.reason ?? Verdict[found?.verdict ?? 0];
};

/** What becomes of a command: it is carried out, or the reason of its refusal. */
const outcome = (command: Promise<unknown>): Promise<string | undefined> =>
  command.then(
    () => 'VERDICT_ALLOWED',
    (error: unknown) => refusal(error)?.reason,
  );

/** What is said of an action comes to be this, and its command has this outcome. */
const saidAndDone = async (expected: string, asked: Asked, command: () => Promise<unknown>): Promise<void> => {
  await eventually(`${asked.action}: ${expected}`, async () => (await said(asked)) === expected);
  expect(await outcome(command())).toBe(expected);
};

test('of a case and its referral is said what the commands do', async () => {
  const { caseId, referralId } = await caseWithReferral(harness, directory);
  const { intake } = harness.as('aple');
  const { referral } = harness.as('a21');
  const [ofCase, ofReferral] = [`case-${caseId}`, `referral-${referralId}`];
  const criterion = ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE;
  const closing = { occurredAt: ago(5), caseId, criterion, evidence: 'Made up.', work: ClientWork.CLIENT_WORK_NONE };
  const propose = { who: 'aple', of: 'intakeActions', stream: ofCase, action: 'ProposeClosure' } as const;
  await saidAndDone('REFERRAL_OPEN', propose, () => intake.proposeClosure(closing));
  const answer = { who: 'a21', of: 'referralActions', stream: ofReferral } as const;
  await saidAndDone('REFERRAL_NOT_RECEIVED', { ...answer, action: 'StartService' }, () =>
    referral.startService({ occurredAt: ago(5), referralId }),
  );
  await saidAndDone('VERDICT_ALLOWED', { ...answer, action: 'DeclineReferral' }, () =>
    referral.declineReferral({ occurredAt: ago(4), referralId, reason: 1 }),
  );
  await saidAndDone('ASSESSMENT_NOT_APPROVED', propose, () => intake.proposeClosure(closing));
  const { verdict, obstacle } = await harness.as('aple').intakeActions.explainRefusal({ stream: ofCase, action: 'ProposeClosure' });
  expect([verdict, obstacle?.reason]).toEqual([Verdict.VERDICT_REFUSED, 'ASSESSMENT_NOT_APPROVED']);
});

test('of an office is said what holds it, as its closing says', async () => {
  const { intake, directory: entries } = harness.as('a21');
  const { officeId } = await entries.openOffice({ occurredAt: ago(80), agencyId: 'a21', name: 'Example', areaCode: '17' });
  const { caseId } = await openCase(harness, 'a21');
  await eventually('the office is known', () => intake.assignOffice({ occurredAt: ago(70), caseId, officeId }));
  const close = { who: 'a21', of: 'directoryActions', stream: `office-${officeId}`, action: 'CloseOffice' } as const;
  const closing = { occurredAt: ago(60), officeId, reason: 'made up' };
  await saidAndDone('OFFICE_HOLDS_CASES', close, () => entries.closeOffice(closing));
  await intake.enterCaseInError({ occurredAt: ago(50), caseId, reason: 1 });
  await saidAndDone('VERDICT_ALLOWED', close, () => entries.closeOffice(closing));
});

test('of an agreement and an agency is said what their calls say, also while the agency is suspended', async () => {
  const terms = {
    purposes: [ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL],
    categories: [PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY],
    validFrom: ago(10),
    expiresAt: ago(-10_000),
  };
  const { agreementId } = await harness.as('aple').directory.proposeAgreement({ occurredAt: ago(9), agencyId: 'a21', terms });
  const stream = `agreement-${agreementId}`;
  const sign = (who: string) => () => harness.as(who).directory.signAgreement({ occurredAt: ago(8), agreementId });
  const signing = { of: 'directoryActions', stream, action: 'SignAgreement' } as const;
  await saidAndDone('NOT_THE_OTHER_PARTY', { ...signing, who: 'aple' }, sign('aple'));
  const { directory: kept, directoryActions } = harness.operator;
  const why = { occurredAt: ago(7), agencyId: 'a21', reason: 'made up' };
  await kept.suspendAgency(why);
  await saidAndDone('AGENCY_SUSPENDED', { ...signing, who: 'a21' }, sign('a21'));
  const { actions } = await directoryActions.listAllowedActions({ stream: 'agency-a21' });
  expect(actions.map(({ verdict }) => verdict)).toEqual([Verdict.VERDICT_DONE, Verdict.VERDICT_ALLOWED]);
  await kept.resumeAgency(why);
  await saidAndDone('VERDICT_ALLOWED', { ...signing, who: 'a21' }, sign('a21'));
});

test('of a programme is said whether its cases would leave, as its end says', async () => {
  const { programme } = harness.as('aple');
  const { caseId } = await openCase(harness);
  const begin = async (name: string) => (await programme.beginProgramme({ occurredAt: ago(60), name })).programmeId;
  const [programmeId, other] = [await begin('Example one'), await begin('Example two')];
  const end = { who: 'aple', of: 'intakeActions', stream: `programme-${programmeId}`, action: 'EndProgramme' } as const;
  const ending = { occurredAt: ago(30), programmeId };
  await programme.enterProgramme({ occurredAt: ago(50), programmeId, caseId });
  await saidAndDone('PROGRAMME_NOT_ENDING', end, () => programme.endProgramme(ending));
  await programme.announceProgrammeEnd({ occurredAt: ago(40), programmeId, reason: 'made up' });
  await saidAndDone('PROGRAMME_HOLDS_CASES', end, () => programme.endProgramme(ending));
  await programme.enterProgramme({ occurredAt: ago(35), programmeId: other, caseId });
  await saidAndDone('VERDICT_ALLOWED', end, () => programme.endProgramme(ending));
});

test('of a handover is said whether its numbers agree and each case may be given, as its offer says', async () => {
  const { handover } = harness.as('aple');
  const { caseId } = await openCase(harness);
  const reason = HandoverReason.HANDOVER_REASON_CAPACITY;
  const { handoverId } = await handover.draftHandover({ occurredAt: ago(60), reason, declared: { total: 2, direct: 2, remote: 0 } });
  const relation = TransferRelation.TRANSFER_RELATION_LEAD;
  await handover.addHandoverItems({ occurredAt: ago(50), handoverId, items: [{ caseId, receiver: 'a21', relation }] });
  const offer = { who: 'aple', of: 'referralActions', stream: `handover-${handoverId}`, action: 'OfferHandover' } as const;
  const offering = () => handover.offerHandover({ occurredAt: ago(40), handoverId });
  await saidAndDone('HANDOVER_NOT_RECONCILED', offer, offering);
  await handover.declareHandoverTotals({ occurredAt: ago(45), handoverId, declared: { total: 1, direct: 1, remote: 0 } });
  await saidAndDone('VERDICT_ALLOWED', offer, offering);
  expect(await said({ ...offer, action: 'AddHandoverItems' })).toBe('HANDOVER_OFFERED');
});

test('a stranger is answered the same of what is there and of what is not, whatever position it names', async () => {
  const { caseId, reportId } = await openCase(harness);
  const { intakeActions } = harness.as('a21');
  const unreached = { service: 'referral', value: 1_000_000 };
  const streams = [`case-${caseId}`, `case-${randomUUID()}`, `report-${reportId}`, `report-${randomUUID()}`];
  const asked = streams.flatMap((stream) => [undefined, unreached].map((atLeastPosition) => ({ stream, atLeastPosition })));
  const answers = asked.flatMap((request) => [
    intakeActions.listAllowedActions(request),
    intakeActions.explainRefusal({ ...request, action: 'ApproveClosure' }),
    intakeActions.explainRefusal({ ...request, action: 'NoSuchAction' }),
  ]);
  expect(new Set(await Promise.all(answers.map(outcome)))).toEqual(new Set(['THING_UNKNOWN']));
  const own = harness
    .as('aple')
    .intakeActions.listAllowedActions({ stream: `case-${caseId}`, atLeastPosition: unreached }, { retry: false });
  expect(await outcome(own)).toBe('POSITION_NOT_REACHED');
});
