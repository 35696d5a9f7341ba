import { v5 as uuidv5 } from 'uuid';

const NAMESPACE = 'c0b7a7b6-7d4e-5b0c-8a63-0d9b3a5e6f42';

/** The id of an agency's matter for a need: derived, so that the need's own matter and the lawyer's opening of it are one. */
export const matterIdForNeed = (needId: string, agency: string): string => uuidv5(`${needId}/${agency}`, NAMESPACE);
