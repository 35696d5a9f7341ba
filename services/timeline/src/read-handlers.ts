import type { TimelineServiceDefinition } from '@accompany/contracts/timeline/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Call, Handlers } from '@accompany/runtime';
import { mustRead } from './access.js';
import { SUMMARY } from './case-summary.js';
import { asReadBy } from './confidential.js';
import { readElsewhere } from './elsewhere.js';
import { toEntry } from './entry.js';
import { inWords } from './explain.js';
import { EVER, factsAt } from './fact.js';
import { describeCase, historyOf } from './history.js';
import { pageSize, pageStart, pageToken } from './page-token.js';
import { agencyNames, type Copied, readCase, readTold } from './records.js';
import { type SummaryRow, toSummary } from './summary-row.js';

type Reads = Pick<Handlers<TimelineServiceDefinition>, 'getTimeline' | 'getCaseAsOf' | 'explainState' | 'listCases'>;

/** A time that is not given sets no bound: what was just recorded counts, even if the clock that wrote it runs ahead of ours. */
const historyAt = async (app: App, call: Call, { caseId, asOf = EVER, knownAt = EVER }: { caseId: string; asOf?: Date; knownAt?: Date }) =>
  historyOf(factsAt((await readCase(app.db, caseId)).map(asReadBy(call.actor)), asOf, knownAt));

/** What agencies and services read of cases. */
export const readHandlers = (app: App): Reads => ({
  getTimeline: async (request, call) => {
    const { caseId, asOf, knownAt } = request;
    const list = ['timeline', caseId, asOf, knownAt];
    const after = Number(pageStart(app, call, list, request.pageToken));
    await app.awaitPosition(request.atLeastPosition, caseId);
    await mustRead(app, call, caseId);
    const size = pageSize(request.pageSize);
    const found = await readTold(app.db, caseId, after, size + 1, asOf, knownAt);
    const page = found.slice(0, size);
    const last = page.at(-1);
    const name = await agencyNames(app.db);
    return {
      entries: page.map(asReadBy(call.actor)).map(toEntry(name)),
      elsewhere: after === 0 ? await readElsewhere(app.db, caseId, name, request) : [],
      nextPageToken: found.length > size && last !== undefined ? pageToken(app, call, list, String(last.sequence)) : '',
    };
  },
  getCaseAsOf: async (request, call) => {
    const { caseId } = request;
    await app.awaitPosition(request.atLeastPosition, caseId);
    await mustRead(app, call, caseId);
    const history = await historyAt(app, call, request);
    const { asOf = app.now(), knownAt = app.now() } = request;
    return { case: describeCase(caseId, history, asOf), asOf, knownAt };
  },
  explainState: async (request, call) => {
    const { caseId, aspect } = request;
    await app.awaitPosition(request.atLeastPosition, caseId);
    await mustRead(app, call, caseId);
    const history = await historyAt(app, call, request);
    const because = history.because.get(aspect);
    if (because === undefined) throw new Rejection('ASPECT_UNKNOWN', { known: [...history.because.keys()].join(', ') });
    const entry = toEntry(await agencyNames(app.db));
    return { aspect, value: inWords(history, aspect), because: because.map((fact) => entry(fact as Copied)) };
  },
  listCases: async (request, call) => {
    const agency = call.actor.kind === 'agency' ? call.actor.agency : null;
    const after = pageStart(app, call, ['cases'], request.pageToken);
    const size = pageSize(request.pageSize);
    const { rows } = await app.db.query<SummaryRow>({
      name: 'list-cases',
      text: `select c.case_id, status, lead_agency, risk, open_threats, open_referrals, unmet_needs, open_matters, last_occurred_at, last_sequence
               from ${SUMMARY}.cases c
              where c.case_id > $2 and status > 0
                and ($1::text is null or exists (select from ${SUMMARY}.participants p where p.agency = $1 and p.case_id = c.case_id))
              order by c.case_id limit $3`,
      values: [agency, after, size + 1],
    });
    const page = rows.slice(0, size);
    return {
      cases: page.map(toSummary),
      nextPageToken: rows.length > size ? pageToken(app, call, ['cases'], page.at(-1)?.case_id ?? '') : '',
    };
  },
});
