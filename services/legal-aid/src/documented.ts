import { matterMatrix, representationMatrix } from './matrix.js';
import { stalledInvestigations } from './timers.js';

export { reactions } from './reactions.js';

/** What docs/domain.md tells of this service. */
export const matrices = [matterMatrix, representationMatrix];

export const timers = [stalledInvestigations];
