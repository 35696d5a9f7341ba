import type { RepairEvent } from '@accompany/contracts/operations/v1/events';
import { type EventReference, SkipReason } from '@accompany/contracts/operations/v1/types';
import { unreachable } from '@accompany/domain';
import { nameOf, when } from './words.js';

/** What an operator repaired, in a sentence: which service could not go on, and what became of it. */
export const tellRepair = (event: NonNullable<RepairEvent['event']>): string => {
  const service = serviceOf(event.value.service);
  switch (event.$case) {
    case 'parkedCaseResumed':
      return `An operator let ${service} try again what it could not take in: ${eventOf(event.value.failed)}.`;
    case 'parkedEventSkipped':
      return `An operator let ${service} pass over what it could not take in, ${eventOf(event.value.skipped)}: ${why(event.value.reason)}${when('; see ', event.value.ticket)}.`;
    case 'foreignRecordAcknowledged':
      return `An operator let ${service} leave out a record that is not of this network: ${why(event.value.reason)}${when('; see ', event.value.ticket)}.`;
    default:
      return unreachable(event);
  }
};

const serviceOf = (name: string): string => (name === '' ? 'a service' : `the ${name} service`);

/** `referral accepted of the referral service`. */
const eventOf = (event: EventReference | undefined): string => {
  const name = event?.type.split('.').at(-1) ?? '';
  return `${name === '' ? 'an event' : nameOf(name.charAt(0).toLowerCase() + name.slice(1))} of ${serviceOf(event?.source ?? '')}`;
};

const why = (reason: SkipReason): string => {
  switch (reason) {
    case SkipReason.SKIP_REASON_UNSPECIFIED:
      return 'no reason was given';
    case SkipReason.SKIP_REASON_UNREADABLE:
      return 'nobody can read it';
    case SkipReason.SKIP_REASON_DONE_OTHERWISE:
      return 'what it asks for was done by other means';
    case SkipReason.SKIP_REASON_NO_LONGER_APPLIES:
      return 'what it asks for does not apply any more';
    case SkipReason.SKIP_REASON_NOT_OURS:
      return 'it does not belong there';
    case SkipReason.SKIP_REASON_DEFECT:
      return 'the service handles it wrongly, and what is missing is repaired apart from it';
  }
};
