import { randomUUID } from 'node:crypto';
import { given } from '@accompany/domain/testing';
import { freshDatabase } from '@accompany/local';
import type { AnyEvent } from '@accompany/runtime';
import { inTransaction, readStream } from '@accompany/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { undoMerge } from './merging.js';
import { assignOffice, declineOffice } from './offices.js';
import { followOffice } from './reactions.js';
import { reopen } from './reopening.js';
import {
  closed,
  closureProposed,
  intake,
  lotus,
  merged,
  mergeId,
  mergeProposed,
  opened,
  otherCaseId,
  reopened,
  sealed,
} from './samples.js';
import { decideOn, openCaseOn, type Stage, startStage } from './stage-handlers.js';

const held: Event = { $case: 'caseOfficeAssigned', value: { officeId: 'office-1', agency: 'lotus' } };
const declined: Event = { $case: 'caseOfficeDeclined', value: { officeId: 'office-1', agency: 'lotus' } };
const assign = (listed: boolean) => (state: Case) => assignOffice(state, 'office-1', listed, lotus);

describe('an office holds a case', () => {
  test('that the directory lists for the lead', () => {
    given(caseDecider)(opened).when(assign(true)).then(held);
    given(caseDecider)(opened).when(assign(false)).thenRejected('OFFICE_NOT_LISTED');
    given(caseDecider)(opened, held).when(assign(true)).thenNothing();
    given(caseDecider)(opened, closureProposed, closed).when(assign(true)).thenRejected('CASE_NOT_OPEN');
  });
  test('until it says that it takes no more; then the case may be assigned anew, also to that one', () => {
    const decline = (state: Case) => declineOffice(state, 'office-1');
    given(caseDecider)(opened, held).when(decline).then(declined);
    given(caseDecider)(opened, held, declined).when(decline).thenNothing();
    given(caseDecider)(opened).when(decline).thenNothing();
    given(caseDecider)(opened, held, declined).when(assign(true)).then(held);
  });
  test('and is asked again when the case is taken up again: it may have closed since', () => {
    const again = (state: Case) => reopen(state, { reopeningId: 'r', reason: sealed }, lotus);
    const taken: Event = { $case: 'caseReopened', value: { reopeningId: 'r', reason: sealed } };
    given(caseDecider)(opened, held, closureProposed, closed).when(again).then(taken, held);
    given(caseDecider)(opened, held, declined, closureProposed, closed).when(again).then(taken);
    expect(given(caseDecider)(opened, held, closureProposed, closed, reopened).state).toMatchObject({ office: 'office-1' });
  });
  test('and is asked again when a merge is undone', () =>
    given(caseDecider)(opened, held, mergeProposed, merged)
      .when((state) => undoMerge(state, { reason: sealed }, lotus))
      .then({ $case: 'caseMergeUndone', value: { mergeId, intoCaseId: otherCaseId, reason: sealed } }, held));
});

describe('an office that refuses a case', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(await freshDatabase('intake'));
  });
  afterAll(() => stage?.stop());

  const listed = async (): Promise<string> => {
    const officeId = randomUUID();
    await stage.db.query("insert into copy_offices (office_id, agency, open) values ($1, 'lotus', true)", [officeId]);
    return officeId;
  };
  /** Assigns the case, and tells at which position of the history. */
  const assignTo = async (caseId: string, officeId: string): Promise<number> => {
    await stage.intake.assignOffice({ ...stage.mutation(), caseId, officeId, atLeastPositions: [] }, stage.as('lotus'));
    return Number((await readStream(stage.db, `case-${caseId}`)).at(-1)?.position);
  };
  const refuse = async (caseId: string, officeId: string, assignedAtPosition: number): Promise<void> => {
    const refused: AnyEvent = { $case: 'officeCaseRefused', value: { officeId, agencyId: 'lotus', caseId, assignedAtPosition } };
    const orders = await inTransaction(stage.db, async (tx) => followOffice(refused)?.(tx));
    for (const { id, decide } of orders ?? []) await decideOn(stage, id, (state) => decide(state, intake));
  };
  const officeOf = async (caseId: string) =>
    (await stage.intake.getCase({ caseId, atLeastPosition: undefined }, stage.as('lotus'))).officeId;

  test('leaves it with none', async () => {
    const [{ caseId }, officeId] = [await openCaseOn(stage, stage.as('lotus')), await listed()];
    await refuse(caseId, officeId, await assignTo(caseId, officeId));
    expect(await officeOf(caseId)).toBe('');
  });
  test('changes nothing when the case was assigned anew since, even to the same office', async () => {
    const [{ caseId }, one, other] = [await openCaseOn(stage, stage.as('lotus')), await listed(), await listed()];
    const first = await assignTo(caseId, one);
    await assignTo(caseId, other);
    await refuse(caseId, one, first);
    expect(await officeOf(caseId)).toBe(other);
    const last = await assignTo(caseId, one);
    await refuse(caseId, one, first);
    expect(await officeOf(caseId)).toBe(one);
    await refuse(caseId, one, last);
    expect(await officeOf(caseId)).toBe('');
  });
});

test('other events ask no office', () => expect(followOffice(opened)).toBeUndefined());
