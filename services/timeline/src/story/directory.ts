import type {
  AgencyEvent,
  AgreementEvent,
  GazetteerEvent,
  OfficeEvent,
  ReferenceEvent,
  ServiceEvent,
} from '@accompany/contracts/directory/v1/events';
import { agreementEndToJSON } from '@accompany/contracts/directory/v1/types';
import { unreachable } from '@accompany/domain';
import { count, service, type Telling, when, word } from './words.js';

type DirectoryEvent = NonNullable<(AgencyEvent | ReferenceEvent | OfficeEvent | ServiceEvent | AgreementEvent | GazetteerEvent)['event']>;

/** An event of the directory in a sentence; the network's, not a case's. */
export const tellDirectory = (event: DirectoryEvent, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'agencyRegistered':
      return `An agency joined the network${when(': ', event.value.name)}.`;
    case 'agencySuspended':
      return `${name(event.value.agencyId)} was suspended${when(': ', event.value.reason)}.`;
    case 'agencyResumed':
      return `${name(event.value.agencyId)} takes part in the network again${when(': ', event.value.reason)}.`;
    case 'referenceClaimed':
      return `${name(event.value.agencyId)} is known in another system${when(': ', event.value.reference?.system ?? '')}.`;
    case 'officeOpened':
      return `${name(event.value.agencyId)} opened an office${when(': ', event.value.name)}.`;
    case 'officeClosing':
      return `${name(event.value.agencyId)} announced that an office will close${when(': ', event.value.reason)}.`;
    case 'officeKeptOpen':
      return `An office of ${name(event.value.agencyId)} stays open after all.`;
    case 'officeClosed':
      return `${name(event.value.agencyId)} closed an office${when(': ', event.value.reason)}.`;
    case 'officeCaseTaken':
      return `An office of ${name(event.value.agencyId)} holds a case.`;
    case 'officeCaseRefused':
      return `An office of ${name(event.value.agencyId)} took no further case, because it closes.`;
    case 'serviceOffered':
      return `${name(event.value.agencyId)} offers ${service(event.value.category)}${when(': ', event.value.name)}.`;
    case 'serviceCapacityChanged':
      return `${name(event.value.agencyId)} has ${count(event.value.capacity?.freePlaces ?? 0, 'free place')} of ${event.value.capacity?.places ?? 0} in a service.`;
    case 'serviceWithdrawn':
      return `${name(event.value.agencyId)} offers a service no more${when(': ', event.value.reason)}.`;
    case 'sharingAgreementProposed':
      return `${name(event.value.proposer)} proposed an agreement on sharing to ${name(event.value.otherParty)}.`;
    case 'sharingAgreementSigned':
      return `${name(event.value.by)} signed an agreement on sharing.`;
    case 'sharingAgreementEnded':
      return `An agreement on sharing ended: ${word(agreementEndToJSON, event.value.because)}.`;
    case 'gazetteerLoaded':
      return `${by} loaded the official list of ${count(event.value.places, 'place')}.`;
    case 'provincePlacesLoaded':
      return `${by} loaded ${count(event.value.placeCodes.length, 'place')} of a province.`;
    default:
      return unreachable(event);
  }
};
