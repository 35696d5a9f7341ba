import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { DutyKind } from '@accompany/contracts/intake/v1/types';
import { type Config, reaction } from '@accompany/runtime';
import { chase } from './chasing.js';
import { matterIdForNeed } from './ids.js';
import { matterAggregate } from './matter.js';
import { openForNeed, passOn } from './opening.js';
import { discontinueRefused } from './proceedings.js';
import { leadInPlaceOf, mattersOf } from './streams-queries.js';

/** What this service does of itself. */
export const reactions = (config: Pick<Config, 'ACCOMPANY_LEGAL_CHASE_DAYS'>) => [
  reaction({
    name: 'open-matter-for-legal-need',
    does: 'opens a legal matter for a need of legal aid',
    aggregate: matterAggregate,
    on: (event) =>
      event.$case === 'needIdentified' && event.value.category === ServiceCategory.SERVICE_CATEGORY_LEGAL_AID
        ? [{ id: matterIdForNeed(event.value.needId, event.value.agency), decide: (state) => openForNeed(state, event.value) }]
        : [],
  }),
  reaction({
    name: 'chase-stalled-investigation',
    does: 'asks the agency of the matter to ask the authorities',
    aggregate: matterAggregate,
    on: (event, { streamId }) =>
      event.$case === 'investigationStalled'
        ? [{ id: streamId, decide: (state, context) => chase(state, config.ACCOMPANY_LEGAL_CHASE_DAYS, context.now) }]
        : [],
  }),
  reaction({
    name: 'discontinue-matter-that-its-case-refused',
    does: 'discontinues the matter: its case was closed, merged or a mistake',
    aggregate: matterAggregate,
    on: (event) =>
      event.$case === 'caseDutyRefused' && event.value.kind === DutyKind.DUTY_KIND_MATTER
        ? [{ id: event.value.dutyId, decide: discontinueRefused }]
        : [],
  }),
  reaction({
    name: 'pass-matters-on',
    does: 'gives the matters of the old lead to the new one, with the conflict of interest to be checked anew',
    aggregate: matterAggregate,
    on: () => [],
    among: (event, { caseId }) => {
      if (event.$case !== 'leadChanged') return undefined;
      const { from, to } = event.value;
      return async (tx) => (await mattersOf(tx, caseId)).map((id) => ({ id, decide: (state) => passOn(state, from, to) }));
    },
  }),
  // The lead may change while somebody of the old one opens a matter.
  reaction({
    name: 'pass-late-matter-on',
    does: 'gives the new lead a matter that was opened by the old one while the lead changed',
    aggregate: matterAggregate,
    on: () => [],
    among: (event, { caseId, streamId: id }) => {
      if (event.$case !== 'matterOpened') return undefined;
      const { agency } = event.value;
      return async (tx) => {
        const lead = await leadInPlaceOf(tx, caseId, agency);
        return lead === undefined ? [] : [{ id, decide: (state) => passOn(state, agency, lead) }];
      };
    },
  }),
];
