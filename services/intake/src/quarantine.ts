import { type ImportRecordQuarantined, QuarantineEvent } from '@accompany/contracts/intake/v1/events';
import { type Decider, type DecisionContext, Rejection } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { callerOf } from './caller.js';
import { checkReference } from './received.js';

export type Event = NonNullable<QuarantineEvent['event']>;

export type Quarantine = { readonly status: 'none' } | { readonly status: 'quarantined'; readonly record: ImportRecordQuarantined };

export const quarantine: Decider<Quarantine, Event> = {
  initial: { status: 'none' },
  evolve: (_state, event) => ({ status: 'quarantined', record: event.value }),
};

export const quarantineAggregate = aggregate({
  category: 'quarantine',
  type: 'accompany.intake.v1',
  topic: 'case',
  decider: quarantine,
  codec: QuarantineEvent,
});

/** A record of another system is set aside with the reason. The same record with the same reason again changes nothing. */
export const setAside = (state: Quarantine, command: Omit<ImportRecordQuarantined, 'agency'>, context: DecisionContext): Event[] => {
  const { agency } = callerOf(context);
  checkReference(command.externalReference);
  return state.status === 'none' ? [{ $case: 'importRecordQuarantined', value: { ...command, agency } }] : [];
};

/** The record, for the agency that sent it. */
export const readable = (state: Quarantine, agency: string): ImportRecordQuarantined => {
  if (state.status === 'none' || state.record.agency !== agency) throw new Rejection('QUARANTINED_UNKNOWN');
  return state.record;
};
