import type { Config } from '@accompany/runtime';
import { limitsOf } from './limits.js';
import { assessmentMatrix, needMatrix } from './matrix-assessment.js';
import { carePlanMatrix, goalMatrix } from './matrix-careplan.js';
import { reactions as within } from './reactions.js';
import { carePlanReviews, overdueAssessments } from './timers.js';

/** What docs/domain.md tells of this service. */
export const matrices = [assessmentMatrix, needMatrix, carePlanMatrix, goalMatrix];

export const reactions = (config: Config) => within(limitsOf(config));

export const timers = [overdueAssessments, carePlanReviews];
