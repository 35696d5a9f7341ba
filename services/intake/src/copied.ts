import type { Position } from '@accompany/contracts/common/v1/common';
import type { App } from '@accompany/runtime';
import type { Provision } from './participants.js';
import { lineOf, type UnknownPlace, unknownPlace } from './places.js';
import type { ApprovedAssessment } from './risk.js';

/** Waits until our copies hold what the caller has seen. */
export const awaitAll = async (app: App, positions: readonly Position[], caseId: string): Promise<void> => {
  await Promise.all(positions.map((position) => app.awaitPosition(position, caseId)));
};

/** Whether the directory lists an active agency of this id. */
export const isListed = async ({ db }: App, agency: string): Promise<boolean> => {
  const { rows } = await db.query('select 1 from copy_agencies where agency_id = $1 and active', [agency]);
  return rows.length > 0;
};

/** The assessment, if it is one of this case and approved. */
export const approvedAssessment = async ({ db }: App, caseId: string, assessmentId: string): Promise<ApprovedAssessment | undefined> => {
  const { rows } = await db.query<{ submitted_at: Date }>(
    'select submitted_at from copy_assessments where assessment_id = $1 and case_id = $2 and approved',
    [assessmentId, caseId],
  );
  return rows[0] && { submittedAt: rows[0].submitted_at };
};

/** The approved assessment of the case that was submitted last; empty when there is none. */
export const latestApproved = async ({ db }: App, caseId: string): Promise<string> => {
  const { rows } = await db.query<{ assessment_id: string }>(
    'select assessment_id from copy_assessments where case_id = $1 and approved order by submitted_at desc, assessment_id limit 1',
    [caseId],
  );
  return rows[0]?.assessment_id ?? '';
};

/** Who accepted referrals of a case that have not ended. */
export const acceptedReferrals = async ({ db }: App, caseId: string): Promise<Provision[]> => {
  const { rows } = await db.query<{ referral_id: string; agency: string }>(
    'select referral_id, agency from copy_acceptances where case_id = $1 order by referral_id',
    [caseId],
  );
  return rows.map((row) => ({ agency: row.agency, referralId: row.referral_id }));
};

/** Whether the directory lists an office of this id that is the agency's and takes new things. */
export const isOfficeOf = async ({ db }: App, officeId: string, agency: string): Promise<boolean> => {
  const { rows } = await db.query('select 1 from copy_offices where office_id = $1 and agency = $2 and open', [officeId, agency]);
  return rows.length > 0;
};

// In the order of bytes, `:` follows the digits: a range that the key serves.
const PLACES = `
  select coalesce((select array_agg(code) from copy_places where code = any ($1)), '{}') as codes,
    exists (select from copy_places) as loaded,
    exists (select from copy_places where code >= $2 and code < $2 || ':' and length(code) > 4) as detailed`;

/** The code of a place, if the directory's gazetteer does not have it; the empty code is no place. */
export const unknownPlaceOf = async ({ db }: App, code: string): Promise<UnknownPlace | undefined> => {
  if (code === '') return undefined;
  const { rows } = await db.query<{ codes: string[]; loaded: boolean; detailed: boolean }>(PLACES, [lineOf(code), code.slice(0, 2)]);
  const { codes = [], loaded = false, detailed = false } = rows[0] ?? {};
  return unknownPlace(code, { codes: new Set(codes), loaded, detailed });
};
