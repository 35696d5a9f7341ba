import { randomUUID } from 'node:crypto';
import { copyCase } from '@accompany/access';
import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { ConflictCheck, CounselTopic, Relation } from '@accompany/contracts/legalaid/v1/types';
import { type AnyEvent, projection } from '@accompany/runtime';
import { as, createTestLog, mutation, reasonOf, startTestService, type TestLog, type TestService } from '@accompany/runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { legalAidHandlers } from './handlers.js';
import { matterIdForNeed } from './ids.js';
import { reactions } from './reactions.js';

let service: TestService;
let log: TestLog;
let calls: ReturnType<typeof legalAidHandlers>;
beforeAll(async () => {
  service = await startTestService({ service: 'legal-aid', migrations: new URL('../migrations/', import.meta.url) });
  log = createTestLog({
    ...{ service: 'legal-aid', db: service.db, executor: service.executor },
    copies: [projection({ name: 'cases-copy', topic: 'case', apply: (tx, event, { caseId }) => copyCase(tx, event, caseId) })],
    reactions: reactions(service.app.config),
  });
  calls = legalAidHandlers(service.app);
});
afterAll(() => service?.stop());

const [OLD, NEW, OTHER] = ['aple', 'lotus', 'heron'];
const learn = (event: object, caseId: string) => log.learn(event as AnyEvent, caseId);
const openCase = async (): Promise<string> => {
  const caseId = randomUUID();
  await learn({ $case: 'caseOpened', value: { clientId: randomUUID(), leadAgency: OLD } }, caseId);
  return caseId;
};
const change = (caseId: string, from = OLD, to = NEW) =>
  learn({ $case: 'leadChanged', value: { from, to, transferId: randomUUID() } }, caseId);
const joins = (caseId: string, agency: string, role = ParticipantRole.PARTICIPANT_ROLE_PROVIDER) =>
  learn({ $case: 'participantJoined', value: { agency, role, because: randomUUID() } }, caseId);
const openMatter = async (caseId: string, agency = OLD): Promise<{ matterId: string; beneficiaryIds: string[] }> => {
  const beneficiaries = [{ relation: Relation.RELATION_CLIENT, name: '' }];
  const opening = { caseId, needId: '', beneficiaries, conflictCheck: ConflictCheck.CONFLICT_CHECK_NONE_FOUND, atLeastPositions: [] };
  const { matterId = '', beneficiaryIds = [] } = await calls.openMatter({ ...mutation(), ...opening }, as(agency));
  return { matterId, beneficiaryIds };
};
const read = (matterId: string, agency: string) => calls.getMatter({ matterId, atLeastPosition: undefined }, as(agency));

test('the new lead has every matter of the old one, to be checked for a conflict anew; the old one reads nothing any more', async () => {
  const caseId = await openCase();
  const { matterId, beneficiaryIds } = await openMatter(caseId);
  const { matterId: second } = await openMatter(caseId);
  const counsel = { matterId, beneficiaryIds, topics: [CounselTopic.COUNSEL_TOPIC_RIGHTS] };
  await calls.recordCounsel({ ...mutation(), ...counsel, notes: 'privileged' }, as(OLD));
  expect(await reasonOf(read(matterId, NEW))).toBe('MATTER_UNKNOWN');
  await change(caseId);
  for (const id of [matterId, second])
    expect(await read(id, NEW)).toMatchObject({ agency: NEW, conflictCheck: ConflictCheck.CONFLICT_CHECK_PENDING });
  expect((await read(matterId, NEW)).counsels, 'privileged notes stay with who took them').toMatchObject([{ notes: '' }]);
  expect(await reasonOf(read(matterId, OLD))).toBe('MATTER_UNKNOWN');
  expect(await reasonOf(calls.listMatters({ caseId, atLeastPosition: undefined }, as(OLD)))).toBe('CASE_UNKNOWN');
  await calls.recordConflictCheck({ ...mutation(), matterId, result: ConflictCheck.CONFLICT_CHECK_NONE_FOUND }, as(NEW));
  await calls.recordCounsel({ ...mutation(), ...counsel, notes: 'of the new one' }, as(NEW));
  expect((await read(matterId, NEW)).counsels).toMatchObject([{ notes: '' }, { notes: 'of the new one' }]);
});

test('matters of others, and those that ended, stay', async () => {
  const caseId = await openCase();
  await joins(caseId, OTHER);
  const [{ matterId: theirs }, { matterId: over }] = [await openMatter(caseId, OTHER), await openMatter(caseId)];
  await calls.discontinueMatter({ ...mutation(), matterId: over, reason: 1 }, as(OLD));
  await change(caseId);
  expect(await read(theirs, OTHER)).toMatchObject({ agency: OTHER });
  expect(await read(over, OLD)).toMatchObject({ agency: OLD });
});

test('what the old one opened meanwhile is the new one’s when it comes back', async () => {
  const caseId = await openCase();
  await log.comeBack();
  const { matterId } = await openMatter(caseId);
  // As another process of the service saw the case while the matter was opened: its copy came first.
  await service.db.query("update participants set agency = $2 where case_id = $1 and part = 'lead'", [caseId, NEW]);
  expect(await read(matterId, OLD)).toMatchObject({ agency: OLD });
  await log.settle();
  expect(await read(matterId, NEW)).toMatchObject({ agency: NEW });
});

test('what an agency opens that goes on as a provider stays its own', async () => {
  const caseId = await openCase();
  await change(caseId);
  await joins(caseId, OLD);
  const { matterId } = await openMatter(caseId);
  await log.settle();
  expect(await read(matterId, OLD)).toMatchObject({ agency: OLD });
});

test('a legal need that the old one found opens a matter that goes along', async () => {
  const caseId = await openCase();
  await change(caseId);
  const needId = randomUUID();
  const need = { needId, agency: OLD, clientId: randomUUID(), category: ServiceCategory.SERVICE_CATEGORY_LEGAL_AID, urgency: 1 };
  await learn({ $case: 'needIdentified', value: need }, caseId);
  await log.settle();
  expect(await read(matterIdForNeed(needId, OLD), NEW)).toMatchObject({ agency: NEW });
});
