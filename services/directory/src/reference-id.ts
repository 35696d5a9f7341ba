import { createHash } from 'node:crypto';
import type { ExternalReference } from '@accompany/contracts/common/v1/common';

/** The id of a reference's stream: a hash, since such names are free text in any script. */
export const referenceId = ({ system, id }: ExternalReference): string =>
  createHash('sha256')
    .update(JSON.stringify([system, id]))
    .digest('hex')
    .slice(0, 32);
