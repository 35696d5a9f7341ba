import { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import { DuplicateCheckOutcome, IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { eventually, forEach, made, note, onceHeard, positions, refusedWith } from '../journey.js';
import { type Agency, COUNTS, caseworker, GIVER, type HeldCase, type Journey, LED, on, REMOTE_LEADS, type Step } from './journey.js';

const TOTAL = LED + COUNTS.remote;

/** The programme, its office and its cases: A1. */
export const opening: readonly Step[] = [
  {
    id: 'A1',
    title: 'Programme WATCH, begun in 2018, is to end, and its field office with it: not while they are the only holder of a case',
    play: async (journey) => {
      await beginProgramme(journey);
      const cases = await forEach(Array.from({ length: TOTAL }), (_, nr) => openCase(journey, nr));
      const [programmeId, officeId] = [made(journey, 'programmeId'), made(journey, 'officeId')];
      const { intake, programme, directory } = caseworker(journey);
      const led = cases.filter(({ lead }) => lead === GIVER);
      await forEach(led, async ({ caseId }, nr) => {
        const assigned = { occurredAt: openedOn(nr, 11), caseId, officeId, atLeastPositions: positions(journey, 'directory') };
        note(journey, await onceHeard('the field office', ['OFFICE_NOT_LISTED'], () => intake.assignOffice(assigned)));
      });
      for (const [nr, { caseId }] of cases.entries())
        note(journey, await programme.enterProgramme({ occurredAt: openedOn(nr, 12), programmeId, caseId }));
      journey.made.cases = cases;
      await eventually('all cases with the office', async () => {
        const { caseIds } = await directory.listOfficeCases({ officeId, pageSize: 200 });
        return caseIds.length === led.length || undefined;
      });

      const reason = 'The funding of WATCH ends.';
      note(journey, await programme.announceProgrammeEnd({ occurredAt: on('2021-09-01'), programmeId, reason }));
      note(journey, await directory.beginOfficeClosing({ occurredAt: on('2021-09-01', 10), officeId, reason }));
      const atOnce = on('2021-09-02');
      journey.made.programmeRefused = await refusedWith(
        'PROGRAMME_HOLDS_CASES',
        programme.endProgramme({ occurredAt: atOnce, programmeId }),
      );
      journey.made.officeRefused = await refusedWith('OFFICE_HOLDS_CASES', directory.closeOffice({ occurredAt: atOnce, officeId, reason }));
      return `${TOTAL} clients; ending either is refused: ${led.length} open cases are held by nobody else, and the refusal names them`;
    },
  },
];

const beginProgramme = async (journey: Journey): Promise<void> => {
  const { directory, programme } = caseworker(journey);
  const office = { occurredAt: on('2018-02-01'), agencyId: GIVER, name: 'Siem Reap field office', areaCode: '1710' };
  const { officeId } = note(journey, await directory.openOffice(office));
  const begun = await programme.beginProgramme({
    occurredAt: on('2018-02-01', 10),
    name: 'WATCH',
    officeId,
    atLeastPositions: positions(journey, 'directory'),
  });
  Object.assign(journey.made, { officeId, programmeId: note(journey, begun).programmeId });
};

/** The months after the programme began, one case each. */
const openedOn = (nr: number, hour: number): Date => new Date(Date.UTC(2018, 5 + nr, 4, hour));

/** A case of the programme: led by the giver, or by another agency while the giver follows it from afar. The people are made up. */
const openCase = async (journey: Journey, nr: number): Promise<HeldCase> => {
  const lead: Agency = nr < LED ? GIVER : (REMOTE_LEADS[nr % REMOTE_LEADS.length] ?? 'hagar');
  const { intake } = journey.as(lead, lead === GIVER ? 'childhood-caseworker-1' : `${lead}-caseworker-1`);
  const report = await intake.receiveReport({
    occurredAt: openedOn(nr, 8),
    source: ReportSource.REPORT_SOURCE_COMMUNITY,
    purposes: [ReportPurpose.REPORT_PURPOSE_PROTECTION],
    incident: IncidentKind.INCIDENT_KIND_EXPLOITATION_IN_TRAVEL_AND_TOURISM,
    risk: RiskLevel.RISK_LEVEL_MEDIUM,
    areaCode: '1710',
    identity: { givenName: `Example-Child ${nr + 1}`, familyName: 'Fictional', dateOfBirth: '2005-04-12' },
    account: 'A made-up account.',
  });
  const { reportId, caseId } = note(journey, report);
  note(journey, await intake.screenReport({ occurredAt: openedOn(nr, 9), reportId, urgency: Urgency.URGENCY_MEDIUM }));
  const duplicateCheck = { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH };
  note(journey, await intake.openCase({ occurredAt: openedOn(nr, 10), reportId, duplicateCheck }));
  if (lead !== GIVER) {
    const monitor = { occurredAt: openedOn(nr, 11), caseId, agency: GIVER, atLeastPositions: positions(journey, 'directory') };
    note(journey, await onceHeard('the giver', ['AGENCY_NOT_LISTED'], () => intake.addMonitor(monitor)));
  }
  return { caseId, lead };
};
