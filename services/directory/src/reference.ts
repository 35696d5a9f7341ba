import type { ExternalReference } from '@accompany/contracts/common/v1/common';
import { ReferenceEvent } from '@accompany/contracts/directory/v1/events';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { v5 as uuidv5 } from 'uuid';
import { mustBeOperator } from './caller.js';

export type Event = NonNullable<ReferenceEvent['event']>;
export type Reference = { status: 'free' } | { status: 'claimed'; agencyId: string };

export const reference: Decider<Reference, Event> = {
  initial: { status: 'free' },
  evolve: (_, event) => {
    switch (event.$case) {
      case 'referenceClaimed':
        return { status: 'claimed', agencyId: event.value.agencyId };
      default:
        return unreachable(event.$case);
    }
  },
};

/** Stream `reference-<uuid>`: one per name in another system, so that two agencies cannot have the same. */
export const referenceAggregate = aggregate({
  category: 'reference',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: reference,
  codec: ReferenceEvent,
});

const REFERENCES = '5b0c1f4e-8a2d-5c37-9e61-7d3f0a4b2c18';

/** The id of a reference's stream: derived, since such names are free text in any script. */
export const referenceId = ({ system, id }: ExternalReference): string => uuidv5(JSON.stringify([system, id]), REFERENCES);

/** Sets a reference aside for one agency, before it is registered with it. */
export const claim = (
  state: Reference,
  command: { agencyId: string; reference: ExternalReference },
  { actor }: DecisionContext,
): Event[] => {
  mustBeOperator(actor);
  if (state.status === 'free') return [{ $case: 'referenceClaimed', value: command }];
  if (state.agencyId === command.agencyId) return [];
  throw new Rejection('EXTERNAL_REFERENCE_TAKEN', { system: command.reference.system, agency_id: state.agencyId });
};
