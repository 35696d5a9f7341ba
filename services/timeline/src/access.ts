import { Rejection } from '@accompany/domain';
import type { App, Call } from '@accompany/runtime';
import { SUMMARY } from './case-summary.js';
import { caseSequence } from './records.js';

/**
 * Lets participants of a case and services pass.
 * @throws Rejection CASE_UNKNOWN, the same for a case that does not exist and for one that is not the caller's
 */
export const mustRead = async ({ db }: App, { actor }: Call, caseId: string): Promise<void> => {
  if (actor.kind === 'service') {
    if ((await caseSequence(db, caseId)) === 0) throw new Rejection('CASE_UNKNOWN');
    return;
  }
  const { rowCount } = await db.query({
    name: 'takes-part',
    text: `select from ${SUMMARY}.participants where agency = $1 and case_id = $2`,
    values: [actor.agency, caseId],
  });
  if (rowCount === 0) throw new Rejection('CASE_UNKNOWN');
};

/** Lets pass also who is asked for something in the case without taking part in it. @throws Rejection CASE_UNKNOWN */
export const mustConcern = async (app: App, call: Call, caseId: string): Promise<void> => {
  if (call.actor.kind === 'agency') {
    const { rowCount } = await app.db.query(`select from ${SUMMARY}.items where case_id = $1 and agency = $2 limit 1`, [
      caseId,
      call.actor.agency,
    ]);
    if (rowCount !== 0) return;
  }
  await mustRead(app, call, caseId);
};

/** The same for who takes part as just read. @throws Rejection CASE_UNKNOWN */
export const mustBeAmong = (readers: ReadonlySet<string>, { actor }: Call): void => {
  if (actor.kind === 'agency' && !readers.has(actor.agency)) throw new Rejection('CASE_UNKNOWN');
};

/** @throws Rejection NOT_ALLOWED_FOR_CALLER for agencies */
export const mustBeService = ({ actor }: Call): void => {
  if (actor.kind !== 'service') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
};
