import { ProgrammeServiceDefinition } from '@accompany/contracts/intake/v1/programme_service';
import { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import { runService, serve } from '@accompany/runtime';
import { actings } from './actions-handlers.js';
import { expiryTimers, retakeTimers, searchTimers } from './case-timers.js';
import { acceptancesCopy, agenciesCopy, assessmentsCopy, officesCopy, placesCopy } from './copies.js';
import { dutiesCopy } from './duty-copies.js';
import { intakeHandlers } from './handlers.js';
import { programmeHandlers } from './programme-handlers.js';
import { programmeReactions } from './programme-reactions.js';
import { reactions } from './reactions.js';
import { quarantinedView } from './views.js';
import { volunteerTimers } from './volunteer-timers.js';

void runService({
  name: 'intake',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(IntakeServiceDefinition, intakeHandlers(app)), serve(ProgrammeServiceDefinition, programmeHandlers(app))],
  actions: actings,
  reactions: [...reactions, ...programmeReactions],
  copies: [agenciesCopy, assessmentsCopy, acceptancesCopy, dutiesCopy, officesCopy, placesCopy],
  timers: [searchTimers, expiryTimers, retakeTimers, volunteerTimers],
  views: [quarantinedView],
});
