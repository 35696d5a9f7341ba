import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import type { ReportReceived } from '@accompany/contracts/intake/v1/events';
import type { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import type { App } from '@accompany/runtime';
import { writeContact, writeIdentity, writeReporter } from './documents.js';
import { reportAggregate } from './report.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_CONTACT: CONTACT } = PersonalDataCategory;
const { PERSONAL_DATA_CATEGORY_NARRATIVE: NARRATIVE } = PersonalDataCategory;

/** Seals accounts and notes of a report. */
export const narrativeSealer =
  (app: App, clientId: string, reportId: string) =>
  (text: string): Promise<Sealed | undefined> =>
    app.seal(clientId, NARRATIVE, reportAggregate, reportId, text);

type SealedParts = Pick<
  ReportReceived,
  'identity' | 'contact' | 'reporter' | 'account' | 'childsWords' | 'notes' | 'assertedBySource' | 'ambiguities'
>;

/** Everything personal in a request, sealed for its report. */
export const sealReport = async (app: App, clientId: string, reportId: string, request: ReceiveReportRequest): Promise<SealedParts> => {
  const seal = (category: PersonalDataCategory, text: string) => app.seal(clientId, category, reportAggregate, reportId, text);
  const narrative = narrativeSealer(app, clientId, reportId);
  const { assertedConsent, ambiguities } = request;
  return {
    identity: await seal(IDENTITY, writeIdentity(request.identity)),
    contact: await seal(CONTACT, writeContact(request.contact)),
    reporter: await seal(CONTACT, writeReporter(request.reporter)),
    account: await narrative(request.account),
    childsWords: await narrative(request.childsWords),
    notes: await narrative(request.notes),
    assertedBySource: assertedConsent && { evidence: await narrative(assertedConsent.evidence) },
    ambiguities: await Promise.all(ambiguities.map(async ({ code, sourceText }) => ({ code, sourceText: await narrative(sourceText) }))),
  };
};
