import { DeclineReason, LegalBasis } from '@accompany/contracts/intake/v1/types';
import { matrix } from '@accompany/domain/testing';
import { quarantine, setAside } from './quarantine.js';
import { becomeCase, type Event, forward, link, notifyAuthority, notTakeUp, receive, report, screen } from './report.js';
import * as sample from './samples.js';
import {
  clientId,
  concern,
  HIGH,
  heron,
  lotus,
  MEDIUM,
  noMatch,
  otherCaseId,
  received,
  screened,
  sealed,
  URGENCY_HIGH,
} from './samples.js';

const RECEIVER = 'the agency that received it';
const OTHER = 'another agency';
const roles = { [RECEIVER]: lotus, [OTHER]: heron };

const declining = { reason: DeclineReason.DECLINE_REASON_NO_CONCERN, notes: undefined };
const forwarding = { toAgency: 'stork', notes: undefined };
const notice = { noticeId: 'n-1', authority: 'ahtjp', legalBasis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST, told: sealed };
const linked: Event = { $case: 'reportLinkedToCase', value: { caseId: otherCaseId, clientId, risk: MEDIUM } };

export const reportMatrix = matrix({
  title: 'Report',
  source: 'services/intake/src/report.ts',
  decider: report,
  roles,
  states: {
    none: [],
    received: [received],
    screened: [received, screened],
    case_opened: [received, screened, sample.becameCase],
    linked_to_case: [received, screened, linked],
    forwarded: [received, screened, { $case: 'reportForwarded', value: forwarding }],
    not_taken_up: [received, screened, { $case: 'reportNotTakenUp', value: declining }],
  },
  commands: {
    receive: { by: [RECEIVER, OTHER], give: (state, context) => receive(state, concern, context) },
    'receive again, at a higher risk': {
      by: [RECEIVER, OTHER],
      give: (state, context) => receive(state, { ...concern, risk: HIGH }, context),
    },
    screen: {
      by: RECEIVER,
      give: (state, context) => screen(state, { urgency: URGENCY_HIGH, risk: MEDIUM, notes: undefined }, context),
    },
    'open a case': { by: RECEIVER, give: (state, context) => becomeCase(state, noMatch, context) },
    link: { by: RECEIVER, give: (state, context) => link(state, otherCaseId, () => undefined, context) },
    forward: { by: RECEIVER, give: (state, context) => forward(state, forwarding, true, context) },
    decline: { by: RECEIVER, give: (state, context) => notTakeUp(state, declining, context) },
    'notify an authority': { by: RECEIVER, give: (state, context) => notifyAuthority(state, notice, context) },
  },
});

const record = { externalReference: { system: 'oscar', id: 'record-7' }, reason: 'unknown_agency', original: sealed };

export const quarantineMatrix = matrix({
  title: 'Record set aside at an import',
  source: 'services/intake/src/quarantine.ts',
  decider: quarantine,
  roles: { 'the agency that imports': lotus, [OTHER]: heron },
  states: { none: [], quarantined: [{ $case: 'importRecordQuarantined', value: { ...record, agency: 'lotus' } }] },
  commands: { 'set aside': { by: ['the agency that imports', OTHER], give: (state, context) => setAside(state, record, context) } },
});
