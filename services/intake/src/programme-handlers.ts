import { randomUUID } from 'node:crypto';
import type { ProgrammeServiceDefinition } from '@accompany/contracts/intake/v1/programme_service';
import { ProgrammeStatus } from '@accompany/contracts/intake/v1/programme_types';
import type { DecisionContext } from '@accompany/domain';
import { Rejection } from '@accompany/domain';
import type { App, Call, Handlers, Mutation, Standing } from '@accompany/runtime';
import { activityHandlers } from './activity-handlers.js';
import { callerOf } from './caller.js';
import { caseAggregate } from './case.js';
import { awaitAll, isOfficeOf } from './copied.js';
import { followAdmission, leaveEnding, leaveProgramme, mayEnter } from './membership.js';
import {
  admit,
  announceEnd,
  begin,
  type Event,
  end,
  goOn,
  type KnownProgramme,
  known,
  type Programme,
  programmeAggregate,
  run,
} from './programme.js';
import { volunteerHandlers } from './volunteer-handlers.js';

type OfProgramme = Mutation & { readonly programmeId: string };

/** All calls about programmes, activities and volunteers. */
export const programmeHandlers = (app: App): Handlers<ProgrammeServiceDefinition> => {
  const decide = async (
    request: OfProgramme,
    call: Call,
    decision: (state: Programme, context: DecisionContext) => Event[],
  ): Promise<Standing> => {
    const { etag, position } = await app.execute(programmeAggregate, request.programmeId, request, call, { decide: decision });
    return { etag, position };
  };
  return {
    ...activityHandlers(app),
    ...volunteerHandlers(app),

    beginProgramme: async (request, call) => {
      const { name, officeId, atLeastPositions } = request;
      const { agency } = callerOf(call);
      const programmeId = app.newId(call, request, 'programme');
      await awaitAll(app, atLeastPositions, '');
      const listed = officeId !== '' && (await isOfficeOf(app, officeId, agency));
      const { etag, position } = await app.execute(programmeAggregate, programmeId, request, call, {
        caseId: agency,
        decide: (state, context) => begin(state, { programmeId, name, officeId }, listed, context),
      });
      return { programmeId, etag, position };
    },

    // The programme decides, the case follows. Where a process dies in between, a repeat of the call, or the programme's end, lets it follow.
    enterProgramme: async (request, call) => {
      const { programmeId, caseId, requestId, occurredAt } = request;
      const target = await app.load(caseAggregate, caseId);
      const { agency } = callerOf(call);
      const checkCase = () => {
        mayEnter(target.state, agency);
        if (request.etag !== '' && request.etag !== target.etag) throw new Rejection('STALE_ETAG');
      };
      const admission = { requestId: app.newId(call, request, 'admission'), occurredAt };
      const done = await app.execute(programmeAggregate, programmeId, admission, call, {
        decide: (state, context) => admit(state, caseId, checkCase, context),
      });
      const number = run(done.state, call).cases.get(caseId);
      const { etag, position } = await app.execute(caseAggregate, caseId, { requestId, occurredAt }, call, {
        decide: (state) => (number === undefined ? [] : followAdmission(state, { programmeId, admission: number, agency })),
      });
      return { etag, position };
    },

    leaveProgramme: async (request, call) => {
      const { programmeId, caseId } = request;
      known((await app.load(programmeAggregate, programmeId)).state);
      const { etag, position } = await app.execute(caseAggregate, caseId, request, call, {
        decide: (state, context) => leaveProgramme(state, programmeId, context),
      });
      return { etag, position };
    },

    announceProgrammeEnd: (request, call) => decide(request, call, (state, context) => announceEnd(state, request.reason, context)),

    continueProgramme: (request, call) => decide(request, call, (state, context) => goOn(state, request.reason, context)),

    endProgramme: async (request, call) => {
      const { state } = await app.load(programmeAggregate, request.programmeId);
      const gone = await releaseCases(app, run(state, call), request, call);
      return decide(request, call, (found, context) => end(found, gone, context));
    },

    getProgramme: async ({ programmeId, atLeastPosition }, call) => {
      await app.awaitPosition(atLeastPosition);
      const { state, etag } = await app.load(programmeAggregate, programmeId);
      const { begun, status, cases, endedAt } = known(state);
      const mine = call.actor.kind === 'agency' && call.actor.agency === begun.agency;
      return { ...begun, status: STATUS[status], endedAt, caseIds: mine ? [...cases.keys()].sort() : [], etag };
    },
  };
};

const STATUS = {
  running: ProgrammeStatus.PROGRAMME_STATUS_RUNNING,
  ending: ProgrammeStatus.PROGRAMME_STATUS_ENDING,
  ended: ProgrammeStatus.PROGRAMME_STATUS_ENDED,
} as const;

/**
 * Asks every case of an ending programme to leave, in its own stream; those that it holds alone stay. Each time anew, under an id of
 * its own: what stood in the way of the first try may be gone at the second.
 */
const releaseCases = async (app: App, programme: KnownProgramme, { occurredAt }: Mutation, call: Call): Promise<Map<string, number>> => {
  const gone = new Map<string, number>();
  if (programme.status !== 'ending') return gone;
  const { programmeId, agency } = programme.begun;
  for (const [caseId, admission] of programme.cases) {
    const { state } = await app.execute(caseAggregate, caseId, { requestId: randomUUID(), occurredAt }, call, {
      decide: (found) => leaveEnding(found, { programmeId, admission, agency }),
    });
    if (state.status !== 'none' && !state.programmes.has(programmeId)) gone.set(caseId, admission);
  }
  return gone;
};
