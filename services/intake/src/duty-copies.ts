import { CaseDataShared } from '@accompany/contracts/intake/v1/events';
import { type AnyEvent, type Ordered, projection } from '@accompany/runtime';
import type { PoolClient } from 'pg';
import type { Case, Event } from './case.js';
import { type Begun, takeDuty } from './duties.js';
import { beganDuty, endedDuty } from './duty-events.js';

/** What is open at other services, and who recorded its beginning and end. It is applied before our reactions see the same event. */
export const dutiesCopy = projection({
  name: 'duties-copy',
  topic: 'case',
  apply: async (tx, event, { eventId, type, streamId, caseId, actor, recordedAt }) => {
    const begun = beganDuty(event, streamId);
    const ended = event.$case === 'transferReleased' || endedDuty(event, streamId) !== undefined;
    if (begun === undefined && !ended && !isFurtherFact(event)) return;
    const recorder = actor.kind === 'agency' ? actor.agency : '';
    const fact = [eventId, caseId, type, recorder, recordedAt];
    await tx.query('insert into copy_facts (event_id, case_id, type, agency, recorded_at) values ($1, $2, $3, $4, $5)', fact);
    if (begun !== undefined)
      await tx.query(
        'insert into copy_duties (duty_id, case_id, kind, agency, giver, of_lead, shared) values ($1, $2, $3, $4, $5, $6, $7)',
        [
          ...[begun.dutyId, caseId, begun.kind, begun.agency, begun.giver, begun.ofLead],
          begun.shared && JSON.stringify(CaseDataShared.toJSON(begun.shared)),
        ],
      );
    if (ended) await tx.query('delete from copy_duties where duty_id = $1', [streamId]);
  },
});

/** What began before the case was opened is taken over when it is; in one decision, since it is one command. */
export const takenOver = (event: AnyEvent, { caseId }: { readonly caseId: string }) =>
  event.$case !== 'caseOpened'
    ? undefined
    : async (tx: PoolClient): Promise<readonly Ordered<Case, Event>[]> => {
        const { rows } = await tx.query<Row>(
          'select duty_id, kind, agency, giver, of_lead, shared from copy_duties where case_id = $1 order by duty_id',
          [caseId],
        );
        const begun = rows.map(begunIn);
        if (begun.length === 0) return [];
        return [{ id: caseId, decide: (state) => begun.flatMap((one) => takeDuty(state, one)) }];
      };

type Row = { duty_id: string; kind: number; agency: string; giver: string; of_lead: boolean; shared: unknown };

const begunIn = ({ duty_id: dutyId, kind, agency, giver, of_lead: ofLead, shared }: Row): Begun => ({
  ...{ dutyId, kind, agency, giver, ofLead },
  shared: shared === null ? undefined : CaseDataShared.fromJSON(shared),
});

/** Facts that begin and end nothing but are worth correcting. */
const isFurtherFact = (event: AnyEvent): boolean => {
  switch (event.$case) {
    case 'referralReceivedV2':
    case 'referralAccepted':
    case 'referralStarted':
    case 'transferAccepted':
    case 'assessmentSubmitted':
    case 'assessmentApproved':
      return true;
    default:
      return false;
  }
};
