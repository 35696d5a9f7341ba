import type { Coverage, WorkServiceDefinition } from '@accompany/contracts/timeline/v1/work_service';
import { Rejection } from '@accompany/domain';
import type { App, Call, Handlers } from '@accompany/runtime';
import { mustConcern } from './access.js';
import { readCoverage, readFunnel } from './network-queries.js';
import { pageSize, pageStart, pageToken } from './page-token.js';
import { readItems, readOurCases } from './work-queries.js';

/** What waits for agencies, and what the network lacks. */
export const workHandlers = (app: App): Handlers<WorkServiceDefinition> => ({
  getWorklist: async ({ pageSize: asked, pageToken: token, atLeastPosition, ...request }, call) => {
    if (request.caseId !== '') {
      await app.awaitPosition(atLeastPosition, request.caseId);
      await mustConcern(app, call, request.caseId);
    }
    const agency = mustNameOwn(call, request.agency);
    if (atLeastPosition !== undefined && request.caseId === '')
      throw invalid('case_id', 'expected the case that was changed, beside at_least_position');
    const list = ['worklist', agency, request];
    const after = pageStart(app, call, list, token);
    const { rows, next } = await readItems(app.db, agency, request, { after, size: pageSize(asked), now: app.now() });
    return { items: rows, nextPageToken: next === '' ? '' : pageToken(app, call, list, next) };
  },
  listOurCases: async ({ pageSize: asked, pageToken: token, ...request }, call) => {
    const agency = mustNameOwn(call, request.agency);
    const list = ['our cases', agency, request];
    const after = pageStart(app, call, list, token);
    const { rows, next } = await readOurCases(app.db, agency, request, { after, size: pageSize(asked) });
    return { cases: rows, nextPageToken: next === '' ? '' : pageToken(app, call, list, next) };
  },
  listCoverage: async (request, call) => {
    await app.awaitPosition(request.atLeastPosition);
    const coverage = await readCoverage(app.db, request, app.now());
    return { coverage: call.actor.kind === 'service' ? coverage : coverage.map(withoutFew) };
  },
  getReferralFunnel: async (request, { actor }) => {
    const { sentFrom, sentUntil } = request;
    if (sentFrom !== undefined && sentUntil !== undefined && sentUntil <= sentFrom)
      throw invalid('sent_until', 'expected a time after sent_from');
    return readFunnel(app.db, actor.kind === 'agency' ? actor.agency : null, request);
  },
});

const invalid = (field: string, description: string): Rejection => new Rejection('INVALID_FIELDS', {}, [{ field, description }]);

/** An agency asks for its own; a service says whose. */
const mustNameOwn = ({ actor }: Call, asked: string): string => {
  if (actor.kind === 'service') {
    if (asked === '') throw invalid('agency', 'expected the agency whose list it is');
    return asked;
  }
  if (asked !== '' && asked !== actor.agency) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  return actor.agency;
};

/** Fewer children than this could be told apart. */
const FEW = 5;

const withoutFew = (line: Coverage): Coverage => {
  const counts = [line.needsWaiting, line.needsWithoutService, line.needsWithoutPlace];
  const few = counts.some((count) => count > 0 && count < FEW);
  const told = (count: number): number => (count < FEW ? 0 : count);
  return {
    ...line,
    needsWaiting: told(line.needsWaiting),
    needsWithoutService: told(line.needsWithoutService),
    needsWithoutPlace: told(line.needsWithoutPlace),
    few,
    longestWait: few ? undefined : line.longestWait,
  };
};
