import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { caseHandlers } from './case-handlers.js';
import { consentHandlers } from './consent-handlers.js';
import { mergeHandlers } from './merge-handlers.js';
import { openingHandlers } from './opening-handlers.js';
import { quarantineHandlers } from './quarantine-handlers.js';
import { readHandlers } from './read-handlers.js';
import { reportHandlers } from './report-handlers.js';
import { searchHandlers } from './search-handlers.js';
import { standingHandlers } from './standing-handlers.js';

/** All calls of intake. */
export const intakeHandlers = (app: App): Handlers<IntakeServiceDefinition> => ({
  ...reportHandlers(app),
  ...openingHandlers(app),
  ...caseHandlers(app),
  ...consentHandlers(app),
  ...searchHandlers(app),
  ...standingHandlers(app),
  ...mergeHandlers(app),
  ...quarantineHandlers(app),
  ...readHandlers(app),
});
