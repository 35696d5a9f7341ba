import type { ExternalReference } from '@accompany/contracts/common/v1/common';
import { v5 as uuidv5 } from 'uuid';

const RECORDS = '3f6f2f0e-8c55-5d0b-9a5e-6a1f0f6b7c21';

/**
 * The id of what an agency made from a record of another system. The agency is part of it, so that nobody can find out,
 * or change, what another agency took in. System and id are codes, never names.
 */
export const recordId = (agency: string, { system, id }: ExternalReference, kind: string): string =>
  uuidv5(JSON.stringify([agency, system, id, kind]), RECORDS);
