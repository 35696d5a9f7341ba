import type { ProgrammeServiceDefinition } from '@accompany/contracts/intake/v1/programme_service';
import { ActivityAccount } from '@accompany/contracts/intake/v1/programme_types';
import type { App, Call, Handlers } from '@accompany/runtime';
import { activity, activityAggregate, correct, held, hold, withdraw } from './activity.js';
import type { Term } from './activity-account.js';
import { callerOf } from './caller.js';
import { unknownPlaceOf } from './copied.js';
import { inKnownPlace } from './places.js';
import { programmeAggregate, run } from './programme.js';

type ActivityHandlers = Pick<
  Handlers<ProgrammeServiceDefinition>,
  'recordActivity' | 'correctActivity' | 'withdrawActivity' | 'getActivity'
>;

/** The calls about community activities. */
export const activityHandlers = (app: App): ActivityHandlers => {
  /** From when to when a programme of the caller ran; undefined for no programme. */
  const termOf = async (programmeId: string, call: Call): Promise<Term | undefined> => {
    if (programmeId === '') return undefined;
    const { begun, endedAt } = run((await app.load(programmeAggregate, programmeId)).state, call);
    return { from: begun.begunAt, until: endedAt };
  };
  return {
    recordActivity: async (request, call) => {
      const { programmeId } = request;
      const account = ActivityAccount.fromPartial(request.account ?? {});
      const activityId = app.newId(call, request, 'activity');
      const told = { account, term: await termOf(programmeId, call) };
      const unknown = await unknownPlaceOf(app, account.placeCode);
      const { etag, position } = await app.execute(activityAggregate, activityId, request, call, {
        caseId: callerOf(call).agency,
        decide: (state, context) => inKnownPlace(unknown, hold(state, { activityId, programmeId }, told, context)),
      });
      return { activityId, etag, position };
    },

    correctActivity: async (request, call) => {
      const { activityId, reason } = request;
      const account = ActivityAccount.fromPartial(request.account ?? {});
      const before = held((await app.load(activityAggregate, activityId)).state, call);
      const told = { account, term: await termOf(before.held.programmeId, call) };
      const unknown = await unknownPlaceOf(app, account.placeCode);
      const { etag, position } = await app.execute(activityAggregate, activityId, request, call, {
        decide: (state, context) => inKnownPlace(unknown, correct(state, told, reason, context)),
      });
      return { etag, position };
    },

    withdrawActivity: async (request, call) => {
      const { activityId, sameAsActivityId } = request;
      const other = sameAsActivityId === '' ? activity.initial : (await app.load(activityAggregate, sameAsActivityId)).state;
      const { etag, position } = await app.execute(activityAggregate, activityId, request, call, {
        decide: (state, context) => withdraw(state, { sameAsActivityId }, other, context),
      });
      return { etag, position };
    },

    getActivity: async ({ activityId, atLeastPosition }, call) => {
      await app.awaitPosition(atLeastPosition);
      const { state, etag } = await app.load(activityAggregate, activityId);
      const { held: told, account, corrections, status, sameAs } = held(state, call);
      return { ...told, account, corrections, withdrawn: status === 'withdrawn', sameAsActivityId: sameAs, etag };
    },
  };
};
