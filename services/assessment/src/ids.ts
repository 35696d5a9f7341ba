import { v5 as uuidv5 } from 'uuid';

const NAMESPACE = '5b9f6a52-0c1e-5d0a-9f35-3a1f7f0e2c11';

/** The id of a case's initial assessment: derived, so that a case can never have two. */
export const initialAssessmentId = (caseId: string): string => uuidv5(`${caseId}/initial`, NAMESPACE);

/** The id of a case's care plan: derived, so that a case can never have two. */
export const carePlanId = (caseId: string): string => uuidv5(`${caseId}/care-plan`, NAMESPACE);

/** The id of the assessment that two missed sessions ask for: derived from the second, so that each pair asks for one. */
export const reassessmentId = (planId: string, sessionId: string): string => uuidv5(`${planId}/${sessionId}/missed`, NAMESPACE);

/** The id of the alert that an event of the case gives. */
export const alertId = (eventId: string): string => uuidv5(`${eventId}/alert`, NAMESPACE);
