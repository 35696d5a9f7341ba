import { DutyKind, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { type Case, type Event, type KnownCase, referralsOf } from './case.js';
import { isActive, known } from './case-guards.js';
import { endDuty, openDuties } from './duties.js';
import { leaveProgrammesOf } from './membership.js';

const { PARTICIPANT_ROLE_MONITOR: MONITOR, PARTICIPANT_ROLE_PROVIDER: PROVIDER } = ParticipantRole;

/** A transfer was released: from here on the receiver has the giver's part. */
export type Release = { readonly transferId: string; readonly from: string; readonly to: string };

/** The lead moves, in one decision: there is never none and never two. Programmes stay with the agency that ran them. */
export const changeLead = (state: Case, release: Release): Event[] => {
  const { transferId, from, to } = release;
  const found = known(state);
  if (!isOpenTransfer(found, release)) return [];
  if (found.lead !== from) return transferEnded(found, transferId);
  const programmes = leaveProgrammesOf(found, from);
  return [
    ...partsEnded(found, to),
    ...programmes,
    { $case: 'leadChanged', value: { from, to, transferId } },
    ...stillProviding(found, from),
    ...transferEnded(found, transferId),
  ];
};

/** A monitor's part moves; the lead stays. Who leads or follows already needs no further part: then the giver only leaves. */
export const changeMonitor = (state: Case, release: Release): Event[] => {
  const { transferId, from, to } = release;
  const found = known(state);
  if (!isOpenTransfer(found, release)) return [];
  if (!found.monitors.has(from)) return transferEnded(found, transferId);
  const moved: Event =
    found.lead === to || found.monitors.has(to)
      ? { $case: 'participantLeft', value: { agency: from, role: MONITOR, referralId: '' } }
      : { $case: 'monitorChanged', value: { from, to, transferId } };
  return [moved, ...transferEnded(found, transferId)];
};

/** A transfer that the case took, and that has not ended: only its release moves anything, and only once. */
const isOpenTransfer = (state: KnownCase, { transferId, from, to }: Release): boolean => {
  const duty = state.duties.get(transferId);
  return isActive(state) && duty?.status === 'open' && duty.giver === from && duty.agency === to;
};

const transferEnded = (state: KnownCase, transferId: string): Event[] =>
  endDuty(state, { kind: DutyKind.DUTY_KIND_TRANSFER, dutyId: transferId });

/** Who becomes the lead is in already: its other roles end. */
const partsEnded = (state: KnownCase, agency: string): Event[] => {
  const [referralId] = referralsOf(state, agency).slice(-1);
  return [
    ...(referralId === undefined ? [] : [left(agency, PROVIDER, referralId)]),
    ...(state.monitors.has(agency) ? [left(agency, MONITOR, '')] : []),
  ];
};

const left = (agency: string, role: ParticipantRole, referralId: string): Event => ({
  $case: 'participantLeft',
  value: { agency, role, referralId },
});

/** Who led and still has referrals to answer goes on as their provider. */
const stillProviding = (state: KnownCase, agency: string): Event[] =>
  openDuties(state, DutyKind.DUTY_KIND_REFERRAL)
    .filter((id) => state.duties.get(id)?.agency === agency)
    .map((referralId, index) =>
      index === 0
        ? { $case: 'participantJoined', value: { agency, role: PROVIDER, because: referralId } }
        : { $case: 'participationExtended', value: { agency, referralId } },
    );
