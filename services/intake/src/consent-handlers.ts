import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import { ConsentBy } from '@accompany/contracts/intake/v1/types';
import type { App, Handlers } from '@accompany/runtime';
import { comesOfAge } from './case-reading.js';
import { caseWriting } from './case-writing.js';
import { approveLegalBasis, giveConsent, proposeLegalBasis, refuseConsent, withdrawConsent } from './consent.js';

type ConsentHandlers = Pick<
  Handlers<IntakeServiceDefinition>,
  'giveConsent' | 'refuseConsent' | 'withdrawConsent' | 'proposeLegalBasis' | 'approveLegalBasis'
>;

/** The calls about consent to sharing, and about sharing without it. */
export const consentHandlers = (app: App): ConsentHandlers => {
  const { seal, decide } = caseWriting(app);
  return {
    giveConsent: async (request, call) => {
      const { caseId, by, scope } = request;
      const consentId = app.newId(call, request, 'consent');
      const evidence = await seal(caseId, call, request.evidence);
      const retakeAt = by === ConsentBy.CONSENT_BY_CAREGIVER ? await comesOfAge(app, caseId) : undefined;
      const given = { consentId, by, scope, evidence, retakeAt };
      const standing = await decide(request, call, (state, context) => giveConsent(state, given, context));
      return { consentId, ...standing };
    },

    refuseConsent: async (request, call) => {
      const { caseId, by, scope } = request;
      const consentId = app.newId(call, request, 'consent');
      const notes = await seal(caseId, call, request.notes);
      const standing = await decide(request, call, (state, context) => refuseConsent(state, { consentId, by, scope, notes }, context));
      return { consentId, ...standing };
    },

    withdrawConsent: async (request, call) => {
      const { caseId, consentId, by } = request;
      const notes = await seal(caseId, call, request.notes);
      return decide(request, call, (state, context) => withdrawConsent(state, { consentId, by, notes }, context));
    },

    proposeLegalBasis: async (request, call) => {
      const { caseId, basis, scope } = request;
      const basisId = app.newId(call, request, 'legal-basis');
      const reason = await seal(caseId, call, request.reason);
      const standing = await decide(request, call, (state, context) =>
        proposeLegalBasis(state, { basisId, basis, scope, reason }, context),
      );
      return { basisId, ...standing };
    },

    approveLegalBasis: (request, call) => decide(request, call, (state, context) => approveLegalBasis(state, request.basisId, context)),
  };
};
