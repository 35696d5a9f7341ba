import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { ClosureCriterion, ConsentBy, LegalBasis } from '@accompany/contracts/intake/v1/types';
import { freshDatabase } from '@accompany/local';
import type { Call } from '@accompany/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONITOR, PROVIDER, referralId, transferId } from './samples.js';
import { happenedOn, openCaseOn, reportOn, type Stage, startStage } from './stage-handlers.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_CONTACT: CONTACT } = PersonalDataCategory;
const { PERSONAL_DATA_CATEGORY_NARRATIVE: NARRATIVE } = PersonalDataCategory;

/** What the case holds, by category; each text is one that occurs nowhere else. */
const TEXTS = {
  identity: ['Example-Given', 'Example-Family', 'Example-Other'],
  contact: ['000 111 222', 'A made-up house'],
  lead: [
    'evidence-of-consent',
    'threat-by-lead',
    'how-it-ended',
    'why-no-consent',
    'where-last-seen',
    'nobody-in-the-village',
    'what-was-told',
  ],
  provider: ['threat-by-provider'],
};
const [MINE, OTHERS] = [TEXTS.provider, TEXTS.lead];

let stage: Stage;
let caseId: string;
let reportId: string;
let lotus: Call;
beforeAll(async () => {
  stage = await startStage(await freshDatabase('intake'));
  lotus = stage.as('lotus');
  ({ caseId, reportId } = await filledCase());
});
afterAll(() => stage?.stop());

/** A case of lotus in which something stands in every field; heron provides under a referral, ibis and egret follow it, stork does not. */
const filledCase = async () => {
  const { intake, mutation, as } = stage;
  const [givenName = '', familyName = '', other = ''] = TEXTS.identity;
  const [phone = '', address = ''] = TEXTS.contact;
  const made = await openCaseOn(stage, lotus, {
    identity: { givenName, familyName, otherNames: [other], sex: 1, dateOfBirth: '2010-04' },
    contact: { phone, address, placeCode: '01020304' },
    account: 'account-in-the-report',
  });
  const { caseId } = made;
  const of = () => ({ ...mutation(), caseId });
  const scope = { purposes: [1], agencies: ['heron'], categories: [1], validFrom: new Date(0), validUntil: undefined };
  const by = ConsentBy.CONSENT_BY_CHILD;
  const { consentId = '' } = await intake.giveConsent({ ...of(), by, scope, evidence: 'evidence-of-consent' }, lotus);
  await intake.proposeLegalBasis({ ...of(), basis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST, scope, reason: 'why-no-consent' }, lotus);
  const { threatId = '' } = await intake.reportThreat({ ...of(), kind: 1, by: 1, description: 'threat-by-lead' }, lotus);
  await intake.resolveThreat({ ...of(), threatId, resolution: 1, notes: 'how-it-ended' }, lotus);
  const lost = { lastContactAt: undefined, lastPlaceCode: '0102', circumstances: 'where-last-seen', reviewEveryDays: 30 };
  const { searchId = '' } = await intake.loseWhereabouts({ ...of(), ...lost }, lotus);
  await intake.reviewSearch({ ...of(), searchId, findings: 'nobody-in-the-village', nextReviewAt: undefined }, lotus);
  const informed = { searchId, authority: 'ahtjp', legalBasis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST, told: 'what-was-told' };
  await intake.informAuthority({ ...of(), ...informed }, lotus);
  const permission = { $case: 'consentId', value: consentId } as const;
  await happenedOn(
    stage,
    caseId,
    { $case: 'participantJoined', value: { agency: 'heron', role: PROVIDER, because: referralId } },
    { $case: 'participantJoined', value: { agency: 'tern', role: PROVIDER, because: 'from-outside' } },
    { $case: 'participantJoined', value: { agency: 'ibis', role: MONITOR, because: '' } },
    { $case: 'participantJoined', value: { agency: 'egret', role: MONITOR, because: '' } },
    { $case: 'caseDataShared', value: { shareId: referralId, agency: 'heron', categories: [IDENTITY], permission, ofReferral: true } },
    { $case: 'caseDataShared', value: { shareId: 'message', agency: 'egret', categories: [NARRATIVE], permission, ofReferral: false } },
  );
  await intake.reportThreat({ ...of(), kind: 1, by: 1, description: 'threat-by-provider' }, as('heron'));
  return made;
};
const read = (agency: string) => stage.intake.getCase({ caseId, atLeastPosition: undefined }, stage.as(agency));
const readReport = (agency: string, id = reportId) =>
  stage.intake.getReport({ reportId: id, atLeastPosition: undefined }, stage.as(agency));
const refusedFor = (reason: string) => expect.objectContaining({ reason });

describe('what is open of a case', () => {
  const all = [...TEXTS.identity, ...TEXTS.contact, ...MINE, ...OTHERS];
  test.each<[string, string, string[], PersonalDataCategory[]]>([
    ['the lead', 'lotus', all, []],
    ['a provider with whom the identity is shared', 'heron', [...TEXTS.identity, ...MINE], [CONTACT, NARRATIVE]],
    ['a provider of a referral that shares nothing', 'tern', [], [IDENTITY, CONTACT, NARRATIVE]],
    ['a monitor', 'ibis', [], [IDENTITY, CONTACT, NARRATIVE]],
    ['a monitor that was told what happened', 'egret', [...MINE, ...OTHERS], [IDENTITY, CONTACT]],
  ])('to %s', async (_, agency, open, withheld) => {
    const found = await read(agency);
    const told = JSON.stringify(found);
    expect(all.filter((text) => told.includes(text)).sort()).toEqual([...open].sort());
    expect(found.withheld).toEqual(withheld);
    // Where it stands is no personal data: everybody who takes part reads it.
    expect(found).toMatchObject({
      leadAgency: 'lotus',
      areaCode: '0102',
      search: { located: false },
      disclosures: [{ authority: 'ahtjp' }],
    });
    expect([found.identity === undefined, found.contact === undefined]).toEqual([withheld.includes(IDENTITY), withheld.includes(CONTACT)]);
  });
  test('what is not on file is not withheld', async () => {
    const made = await openCaseOn(stage, lotus);
    await happenedOn(stage, made.caseId, { $case: 'participantJoined', value: { agency: 'ibis', role: MONITOR, because: '' } });
    const found = await stage.intake.getCase({ caseId: made.caseId, atLeastPosition: undefined }, stage.as('ibis'));
    expect(found).toMatchObject({ withheld: [], identity: undefined, contact: undefined });
  });
  test('nothing to an agency that takes no part', async () => {
    await expect(read('stork')).rejects.toEqual(refusedFor('CASE_UNKNOWN'));
  });
});

describe('a report', () => {
  const led = (id: string, to: string) => happenedOn(stage, id, { $case: 'leadChanged', value: { from: 'lotus', to, transferId } });
  test('is open to who received it, and to nobody else of its case', async () => {
    expect(await readReport('lotus')).toMatchObject({ account: 'account-in-the-report' });
    for (const agency of ['heron', 'tern', 'ibis', 'egret', 'stork'])
      await expect(readReport(agency)).rejects.toEqual(refusedFor('REPORT_UNKNOWN'));
  });
  test('is open to whoever leads its case now', async () => {
    const made = await openCaseOn(stage, lotus, { account: 'what-happened' });
    await expect(readReport('stork', made.reportId)).rejects.toEqual(refusedFor('REPORT_UNKNOWN'));
    await led(made.caseId, 'stork');
    expect(await readReport('stork', made.reportId)).toMatchObject({ account: 'what-happened' });
    expect(await readReport('lotus', made.reportId)).toMatchObject({ account: 'what-happened' });
    await led(made.caseId, 'tern');
    await expect(readReport('stork', made.reportId)).rejects.toEqual(refusedFor('REPORT_UNKNOWN'));
  });
  test('that was linked to a case is open to its lead', async () => {
    const { intake, mutation } = stage;
    const target = await openCaseOn(stage, stage.as('tern'));
    await happenedOn(stage, target.caseId, { $case: 'participantJoined', value: { agency: 'lotus', role: PROVIDER, because: 'r' } });
    const { reportId: further = '' } = await reportOn(stage, lotus, { account: 'heard-later' });
    await intake.screenReport({ ...mutation(), reportId: further, urgency: 1, risk: 0, notes: '' }, lotus);
    await expect(readReport('tern', further)).rejects.toEqual(refusedFor('REPORT_UNKNOWN'));
    await intake.linkReport({ ...mutation(), reportId: further, caseId: target.caseId }, lotus);
    expect(await readReport('tern', further)).toMatchObject({ account: 'heard-later' });
  });
});

test('how the client’s work stands to the client’s age is kept with the closure, beside its evidence', async () => {
  const { intake, mutation, as } = stage;
  const made = await openCaseOn(stage, lotus);
  const proposed = { ...mutation(), caseId: made.caseId, assessmentId: '', atLeastPositions: [], evidence: 'an apprentice', work: 2 };
  await intake.proposeClosure({ ...proposed, criterion: ClosureCriterion.CLOSURE_CRITERION_DECEASED }, lotus);
  await intake.approveClosure({ ...mutation(), caseId: made.caseId }, as('lotus', 'lotus-2'));
  const { closure } = await intake.getCase({ caseId: made.caseId, atLeastPosition: undefined }, lotus);
  expect(closure).toMatchObject({ evidence: 'an apprentice', work: 2 });
});
