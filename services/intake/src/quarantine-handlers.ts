import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { quarantineAggregate, readable, setAside } from './quarantine.js';
import { checkReference } from './received.js';
import { recordId } from './record-id.js';
import { awaitQuarantined, listQuarantined } from './views.js';

type QuarantineHandlers = Pick<Handlers<IntakeServiceDefinition>, 'quarantineRecord' | 'getQuarantined' | 'listQuarantined'>;

const NO_REFERENCE = { system: '', id: '' };

/** The calls about import records that were set aside. */
export const quarantineHandlers = (app: App): QuarantineHandlers => ({
  quarantineRecord: async (request, call) => {
    const { externalReference = NO_REFERENCE, reason } = request;
    checkReference(externalReference);
    const { agency } = callerOf(call);
    const quarantineId = recordId(agency, externalReference, `quarantine/${reason}`);
    // The ids that the record would have had, so that an erasure of the client reaches it.
    const clientId = recordId(agency, externalReference, 'client');
    const caseId = recordId(agency, externalReference, 'case');
    const narrative = PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE;
    const original = await app.seal(clientId, narrative, quarantineAggregate, quarantineId, request.original);
    const { etag, position } = await app.execute(quarantineAggregate, quarantineId, request, call, {
      caseId,
      decide: (state, context) => setAside(state, { externalReference, reason, original }, context),
    });
    return { quarantineId, etag, position };
  },

  getQuarantined: async ({ quarantineId, atLeastPosition }, call) => {
    await app.awaitPosition(atLeastPosition);
    const { state, etag } = await app.load(quarantineAggregate, quarantineId);
    const { externalReference, reason, original } = readable(state, callerOf(call).agency);
    return { quarantineId, etag, externalReference, reason, original: await app.open(original, quarantineAggregate, quarantineId) };
  },

  listQuarantined: async ({ pageSize, pageToken, atLeastPosition }, call) => {
    const { agency } = callerOf(call);
    await awaitQuarantined(app, atLeastPosition);
    return listQuarantined(app, agency, pageSize, pageToken);
  },
});
