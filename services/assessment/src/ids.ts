import { v5 as uuidv5 } from 'uuid';

const NAMESPACE = '5b9f6a52-0c1e-5d0a-9f35-3a1f7f0e2c11';

/** The id of a case's initial assessment: derived, so that a case can never have two. */
export const initialAssessmentId = (caseId: string): string => uuidv5(`${caseId}/initial`, NAMESPACE);
