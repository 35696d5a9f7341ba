import { begin, type Journey as JourneyOf, type Step as StepOf } from '../journey.js';

/** The agencies of account A. The one that runs the programme is made up. */
export type Agency = 'example-childhood' | Receiver | RemoteLead | 'a21';
export type Receiver = 'aple' | 'dosvy-phnom-penh' | 'dosvy-siem-reap';
export type RemoteLead = 'hagar' | 'aim';

export const GIVER = 'example-childhood';
export const RECEIVERS: readonly Receiver[] = ['aple', 'dosvy-phnom-penh', 'dosvy-siem-reap'];
export const REMOTE_LEADS: readonly RemoteLead[] = ['hagar', 'aim'];

/** The account's own numbers: 24 clients, of whom 21 are handed over; 7 and 11 of these have a category, 3 have none. */
export const COUNTS = { closed: 2, lost: 1, direct: 7, uncounted: 3, remote: 11 } as const;
/** Cases that the giver leads: those that are closed, the lost one, the direct ones and those that nobody counted. */
export const LED = COUNTS.closed + COUNTS.lost + COUNTS.direct + COUNTS.uncounted;
export const HANDED_OVER = COUNTS.direct + COUNTS.uncounted + COUNTS.remote;

/** A case of the programme. */
export type HeldCase = { readonly caseId: string; readonly lead: Agency };

/** A case of the handover: who led it before, who takes it. */
export type HandedOver = HeldCase & { readonly receiver: Receiver };

/** A case that was closed as stable and safe, and what that stands on. */
export type ClosedCase = { readonly caseId: string; readonly assessmentId: string };

/** Facts of a refusal. */
type Facts = Readonly<Record<string, string>>;

/** What the steps of the journey make, by name, so that later steps and checks find it. */
export type Made = {
  officeId: string;
  programmeId: string;
  /** The cases of the programme: those that the giver leads first. */
  cases: readonly HeldCase[];
  programmeRefused: Facts;
  officeRefused: Facts;
  closed: readonly ClosedCase[];
  handoverId: string;
  /** How the numbers did not agree. */
  notReconciled: Facts;
  handedOver: readonly HandedOver[];
  /** The case that the story is about: declined first, then taken by APLE. */
  storyCaseId: string;
  declinedTransferId: string;
  lostCaseId: string;
  searchId: string;
  nextProgrammeId: string;
  activityId: string;
  volunteerId: string;
  volunteerReportId: string;
  carePlanId: string;
  sisterReportId: string;
  sisterCaseId: string;
  matterId: string;
  counselId: string;
  referralId: string;
};

export type Journey = JourneyOf<Made, Agency>;

/** One step of account A. */
export type Step = StepOf<Journey>;

export const beginJourney = begin<Made, Agency>;

/** A moment in UTC: `on('2021-10-04', 9, 30)`. */
export const on = (day: string, hour = 9, minute = 0): Date =>
  new Date(`${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`);

/** The giver's people. */
export const caseworker = (journey: Journey) => journey.as(GIVER, 'childhood-caseworker-1');
export const supervisor = (journey: Journey) => journey.as(GIVER, 'childhood-supervisor-1');
/** APLE's people. */
export const aple = (journey: Journey) => journey.as('aple', 'aple-caseworker-1');
