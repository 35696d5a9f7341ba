import { randomUUID } from 'node:crypto';
import type { GetTimelineRequest } from '@accompany/contracts/timeline/v1/service';
import { CaseStatus } from '@accompany/contracts/timeline/v1/types';
import { freshDatabase } from '@accompany/local';
import type { LogEvent } from '@accompany/runtime';
import { viewHash } from '@accompany/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseSummary } from './case-summary.js';
import * as s from './samples.js';
import { services } from './services-view.js';
import { agency, build, by, log, type Running, type Service, start } from './testing.js';

const lotus = agency('lotus');
const operator = by({ kind: 'service', service: 'operator' });
const ask = { atLeastPosition: undefined, asOf: undefined, knownAt: undefined, pageSize: 0, pageToken: '' };

/** Its line, two participants, a loop to close, a referral. */
const ROWS_OF_A_CASE = 5;

describe('what the views hold', () => {
  test('is the same however the log is cut into batches, and when the view is built late', async () => {
    const [one, other, late] = [
      await start(await freshDatabase('timeline')),
      await start(await freshDatabase('timeline')),
      await start(await freshDatabase('timeline')),
    ];
    const cases = Array.from({ length: 5 }, () => randomUUID());
    const march = (day: number): Date => new Date(Date.UTC(2022, 2, day));
    const way = (caseId: string): s.Happening[] => [
      ...s.WAY,
      s.corrects(`${s.opened.stream}.${caseId}/2`, 'struck', march(1)),
      s.corrects(`referral-${s.REFERRAL}.${caseId}/3`, s.feb(23), march(2)),
      s.corrects(`${s.opened.stream}.${caseId}/9`, 'struck', march(3)),
    ];
    const mixed = way('').flatMap((_, index) => cases.map((caseId) => log(caseId, way(caseId))[index] as LogEvent));
    const offers = ['heron', 'egret'].flatMap((id) => log(id, s.offering(id), 'network-events.v1'));
    mixed.push(...offers);
    for (const service of [one, other]) await build(service.db);
    await one.copy(mixed);
    for (let at = 0; at < mixed.length; at += 7) await other.copy(mixed.slice(at, at + 7));
    await late.copy(mixed);
    await build(late.db);
    for (const [view, rows] of [
      [caseSummary, 5 * ROWS_OF_A_CASE],
      [services, 5],
    ] as const) {
      const hashes = await Promise.all([one, other, late].map(({ db }) => viewHash(db, view)));
      expect(hashes[0]?.rows).toBe(rows);
      expect(hashes[1]).toEqual(hashes[0]);
      expect(hashes[2]).toEqual(hashes[0]);
    }
    const records = await Promise.all([one, other].map(({ db }) => db.query('select * from records order by key, sequence')));
    expect(records[1]?.rows).toEqual(records[0]?.rows);
    await Promise.all([one, other, late].map((service) => service.close()));
  });
});

describe('a timeline', () => {
  let running: Running;
  let handlers: Service;
  const caseId = randomUUID();

  beforeAll(async () => {
    running = await start(await freshDatabase('timeline'));
    await build(running.db);
    ({ handlers } = running);
    const named = s.event('agencyRegistered', { agencyId: 'heron', name: 'Heron Clinic' });
    await running.copy(log('heron', [{ stream: 'agency-heron', at: s.feb(1), event: named }], 'network-events.v1'));
    await running.copy(log(caseId));
  });
  afterAll(() => running?.close());

  test('tells the participants what happened, in pages, with the names of agencies', async () => {
    const first = await handlers.getTimeline({ ...ask, caseId, pageSize: 10 }, lotus);
    const rest = await handlers.getTimeline({ ...ask, caseId, pageSize: 10, pageToken: first.nextPageToken ?? '' }, lotus);
    const entries = [...(first.entries ?? []), ...(rest.entries ?? [])];
    expect(entries.map(({ sequence }) => sequence)).toEqual(s.WAY.map((_, index) => index + 1));
    expect(rest.nextPageToken).toBe('');
    expect(entries[10]).toMatchObject({
      sentence: 'Heron Clinic accepted the referral of lotus for psychosocial support.',
      agency: 'heron',
    });
    await expect(
      handlers.getTimeline({ ...ask, caseId, pageSize: 10, pageToken: first.nextPageToken ?? '' }, agency('heron')),
    ).rejects.toMatchObject({ reason: 'INVALID_FIELDS' });
  });

  test.each([
    ['the lead', lotus, caseId, undefined],
    ['the receiver, also after it left', agency('heron'), caseId, undefined],
    ['a service', operator, caseId, undefined],
    ['a stranger', agency('egret'), caseId, 'CASE_UNKNOWN'],
    ['the lead of another case', lotus, randomUUID(), 'CASE_UNKNOWN'],
    ['a service, of a case that does not exist', operator, randomUUID(), 'CASE_UNKNOWN'],
  ])('answers %s', async (_who, call, asked, reason) => {
    const answers = [
      () => handlers.getTimeline({ ...ask, caseId: asked }, call),
      () => handlers.getCaseAsOf({ ...ask, caseId: asked }, call),
      () => handlers.explainState({ ...ask, caseId: asked, aspect: 'lead' }, call),
    ];
    for (const answer of answers)
      if (reason === undefined) await expect(answer()).resolves.toBeDefined();
      else await expect(answer()).rejects.toMatchObject({ reason });
  });

  test('answers both times: what was so and what was known', async () => {
    const found = await handlers.getCaseAsOf({ ...ask, caseId, asOf: s.feb(10), knownAt: s.feb(3) }, lotus);
    expect(found.case).toMatchObject({ events: 4, risk: 3, leadAgency: 'lotus', lastSequence: 4 });
    expect(found).toMatchObject({ asOf: s.feb(10), knownAt: s.feb(3) });
  });

  test('without times answers with all that is copied, even if the clock that wrote it runs ahead', async () => {
    const ahead = randomUUID();
    const soon = new Date(Date.now() + 5_000);
    await running.copy(log(ahead, [s.opened, { ...s.raised, at: soon, recorded: soon }]));
    expect((await handlers.getCaseAsOf({ ...ask, caseId: ahead }, operator)).case).toMatchObject({ events: 2, risk: 4 });
    expect((await handlers.getCaseAsOf({ ...ask, caseId: ahead, knownAt: new Date() }, operator)).case).toMatchObject({ events: 1 });
  });

  test('explains an aspect, and names those that there are', async () => {
    const risk = await handlers.explainState({ ...ask, caseId, aspect: 'risk' }, lotus);
    expect(risk.value).toBe('high');
    expect(risk.because?.map(({ sentence }) => sentence).at(-1)).toBe('Risk was raised from medium to high.');
    await expect(handlers.explainState({ ...ask, caseId, aspect: 'mood' }, lotus)).rejects.toMatchObject({
      reason: 'ASPECT_UNKNOWN',
      facts: { known: expect.stringContaining('lead') },
    });
  });

  test('tells what was corrected with its correction, and counts it for its new time', async () => {
    const corrected = randomUUID();
    const now = new Date();
    const [moved, struck] = [`${s.opened.stream}.${corrected}/3`, `${s.opened.stream}.${corrected}/2`];
    const corrections = [s.corrects(moved, s.feb(14), now), s.corrects(struck, 'struck', now)];
    await running.copy(log(corrected, [s.opened, s.threatened, s.raised, ...corrections]));
    const told = async (asOf?: Date) => (await handlers.getTimeline({ ...ask, caseId: corrected, asOf }, lotus)).entries ?? [];
    expect(await told()).toMatchObject([
      { sequence: 1, correctedBy: '', struck: false },
      { sequence: 2, correctedBy: `${s.opened.stream}.${corrected}/5`, struck: true },
      { sequence: 3, correctedBy: `${s.opened.stream}.${corrected}/4`, struck: false, occurredAt: s.feb(14), firstOccurredAt: s.feb(4) },
      { sequence: 4 },
      { sequence: 5 },
    ]);
    expect((await told(s.feb(10))).map(({ sequence }) => sequence)).toEqual([1, 2]);
    const risk = await handlers.explainState({ ...ask, caseId: corrected, aspect: 'risk' }, lotus);
    expect(risk.because?.map(({ sequence }) => sequence)).toEqual([1, 3, 4]);
  });

  test('answers with the care plan, and into which case one was merged, until that is undone', async () => {
    const { merged, undone } = s.ENDS;
    const cared = randomUUID();
    await running.copy(log(cared, [s.opened, ...Object.values(s.CARE).slice(0, 7), merged, undone]));
    const at = async (asOf: Date) => (await handlers.getCaseAsOf({ ...ask, caseId: cared, asOf }, lotus)).case;
    expect(await at(s.feb(17))).toMatchObject({
      status: CaseStatus.CASE_STATUS_OPEN,
      carePlan: { agency: 'lotus', status: 2, goals: [{ area: 1, outcome: 0 }], hasSafetyPlan: true, nextReviewAt: s.feb(24) },
    });
    expect(await at(s.feb(22))).toMatchObject({ status: CaseStatus.CASE_STATUS_MERGED, mergedIntoCaseId: s.OTHER });
    expect(await at(s.feb(24))).toMatchObject({ status: CaseStatus.CASE_STATUS_OPEN, mergedIntoCaseId: '' });
  });

  describe('of a report that sprang from a case', () => {
    const [source, sister] = [randomUUID(), randomUUID()];
    const sprang: s.Happening = {
      ...s.received,
      at: s.feb(10),
      recorded: s.feb(12),
      event: s.event('reportReceived', { clientId: s.CHILD, caseId: sister, agency: 'lotus', sourceCaseId: source, areaCode: '1710' }),
    };
    beforeAll(() => running.copy([...log(source), ...log(sister, [sprang, { ...s.opened, at: s.feb(11), recorded: s.feb(12) }])]));
    const told = async (asked: Partial<GetTimelineRequest> = {}, call = agency('heron')) =>
      (await handlers.getTimeline({ ...ask, caseId: source, ...asked }, call)).elsewhere ?? [];

    test('tells the source case that it came, and nothing of it', async () => {
      const [entry, ...others] = await told();
      expect(others).toEqual([]);
      expect(entry).toMatchObject({
        sentence: 'lotus received a report about another child, which sprang from this case.',
        occurredAt: s.feb(10),
        recordedAt: s.feb(12),
        agency: 'lotus',
      });
      expect(entry).toMatchObject({ sequence: 0, eventId: '', stream: '', position: undefined, detailsJson: '{}' });
      expect(JSON.stringify(entry)).not.toMatch(new RegExp([sister, s.CHILD, s.REPORT, '1710'].join('|')));
    });
    test.each<[string, Partial<GetTimelineRequest>, number]>([
      ['before it came', { asOf: s.feb(9) }, 0],
      ['before it was known', { asOf: s.feb(20), knownAt: s.feb(11) }, 0],
      ['since it was known', { asOf: s.feb(20), knownAt: s.feb(12) }, 1],
    ])('%s', async (_when, asked, count) => {
      expect(await told(asked)).toHaveLength(count);
    });
    test('once, with the first page', async () => {
      const first = await handlers.getTimeline({ ...ask, caseId: source, pageSize: 10 }, lotus);
      expect(first.elsewhere).toHaveLength(1);
      expect(await told({ pageSize: 10, pageToken: first.nextPageToken ?? '' }, lotus)).toEqual([]);
    });
    test('to nobody else, and in the report’s own case as a part of its sentence', async () => {
      await expect(told({ caseId: sister })).rejects.toMatchObject({ reason: 'CASE_UNKNOWN' });
      const own = await handlers.getTimeline({ ...ask, caseId: sister }, lotus);
      expect(own.elsewhere).toEqual([]);
      expect(own.entries?.[0]?.sentence).toMatch(/; it sprang from the case of another child\.$/);
    });
  });

  test('lists the caller’s own cases', async () => {
    const page = { pageSize: 0, pageToken: '' };
    const mine = await handlers.listCases(page, agency('heron'));
    expect(mine.cases?.filter((line) => line.caseId === caseId)).toMatchObject([
      { caseId, leadAgency: 'lotus', openThreats: 0, openReferrals: 0, unmetNeeds: 1 },
    ]);
    expect((await handlers.listCases(page, agency('egret'))).cases).toEqual([]);
    expect((await handlers.listCases(page, operator)).cases?.map((line) => line.caseId)).toContain(caseId);
  });

  test('shows operators the events of a stream, also of the network; agencies it refuses', async () => {
    const page = { pageSize: 0, pageToken: '' };
    const stream = `referral-${s.REFERRAL}.${caseId}`;
    const shown = await handlers.getStreamEvents({ ...page, stream }, operator);
    expect(shown.events?.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(shown.events?.[0]?.eventJson).toContain('"note":"sealed (narrative)"');
    expect((await handlers.getStreamEvents({ ...page, stream: 'agency-heron.heron' }, operator)).events).toHaveLength(1);
    await expect(handlers.getStreamEvents({ ...page, stream: 'referral-x' }, operator)).rejects.toMatchObject({ reason: 'STREAM_UNKNOWN' });
    await expect(handlers.getStreamEvents({ ...page, stream }, lotus)).rejects.toMatchObject({ reason: 'NOT_ALLOWED_FOR_CALLER' });
  });

  test('tells operators in which traces the events of a case were recorded, newest first', async () => {
    const traced = randomUUID();
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
    const traceIds = [one, one, two, undefined, one];
    const events = log(traced)
      .slice(0, traceIds.length)
      .map((event, index) => ({
        ...event,
        meta: { ...event.meta, traceparent: traceIds[index] && `00-${traceIds[index]}-${'a'.repeat(16)}-01` },
      }));
    await running.copy(events as LogEvent[]);
    const typesOf = (...indexes: number[]) => indexes.map((index) => events[index]?.meta.type);
    const ofOne = { traceId: one, beganAt: events[0]?.meta.recordedAt, eventTypes: typesOf(0, 1, 4) };
    const ofTwo = { traceId: two, beganAt: events[2]?.meta.recordedAt, eventTypes: typesOf(2) };
    const ask = { caseId: traced, pageSize: 0, pageToken: '' };
    expect(await handlers.listCaseTraces(ask, operator)).toEqual({ traces: [ofTwo, ofOne], nextPageToken: '', untracedEvents: 1 });
    const first = await handlers.listCaseTraces({ ...ask, pageSize: 1 }, operator);
    expect(first).toMatchObject({ traces: [ofTwo], nextPageToken: expect.stringMatching(/./) });
    const second = await handlers.listCaseTraces({ ...ask, pageSize: 1, pageToken: first.nextPageToken ?? '' }, operator);
    expect(second).toMatchObject({ traces: [ofOne], nextPageToken: '' });
    const unknown = { ...ask, caseId: randomUUID() };
    await expect(handlers.listCaseTraces(unknown, operator)).rejects.toMatchObject({ reason: 'CASE_UNKNOWN' });
    await expect(handlers.listCaseTraces(ask, lotus)).rejects.toMatchObject({ reason: 'NOT_ALLOWED_FOR_CALLER' });
  });

  test('watches a case: the position, then each new entry as it is copied, until the caller goes', async () => {
    const watched = randomUUID();
    const way = log(watched);
    await running.copy(way.slice(0, 3));
    const leaving = new AbortController();
    const messages = handlers.watchCase({ caseId: watched, atLeastPosition: undefined }, { ...lotus, signal: leaving.signal });
    const seen: unknown[] = [];
    for await (const { message } of messages as AsyncIterable<{ message?: { $case: string; value: unknown } }>) {
      seen.push(message?.$case === 'entry' ? (message.value as { sequence: number }).sequence : message?.value);
      if (seen.length === 1) for (const event of way.slice(3)) void running.copy([event]);
      if (seen.length === way.length - 2) leaving.abort();
    }
    expect(seen).toEqual([3, ...way.slice(3).map((_, index) => index + 4)]);
  });

  test('a watch ends when the service stops, saying so, and goes on elsewhere after the last one seen', async () => {
    const other = await start(await freshDatabase('timeline'));
    await build(other.db);
    await other.copy(log(caseId));
    const messages = other.handlers.watchCase({ caseId, atLeastPosition: undefined, afterSequence: 14 }, lotus);
    const seen: unknown[] = [];
    const watching = (async () => {
      for await (const message of messages) seen.push(message);
    })();
    setTimeout(() => other.stopping.abort(), 300);
    await expect(watching).rejects.toMatchObject({ reason: 'TIMELINE_STOPPING' });
    expect(seen).toHaveLength(3);
    await other.close();
  });
});

describe('a rebuild', () => {
  let running: Running;
  let handlers: Service;

  beforeAll(async () => {
    running = await start(await freshDatabase('timeline'));
    await build(running.db);
    ({ handlers } = running);
    const cases = Array.from({ length: 150 }, () => randomUUID());
    await running.copy(cases.flatMap((caseId) => log(caseId)));
  });
  afterAll(() => running?.close());

  const wait = async (operationId: string) => (await handlers.waitOperation({ operationId, timeout: undefined }, operator)).operation;

  test('goes on beside commands and reads, is joined by others, and ends equal to the live view', async () => {
    const requestId = randomUUID();
    const { operation } = await handlers.rebuildView({ requestId, view: 'case_summary' }, operator);
    const joined = await handlers.rebuildView({ requestId: randomUUID(), view: 'case_summary' }, operator);
    expect(joined.operation?.operationId).toBe(operation?.operationId);
    let reads = 0;
    let done = false;
    const reading = (async () => {
      for (; !done; reads++)
        expect((await handlers.listCases({ pageSize: 0, pageToken: '' }, operator)).cases?.length).toBeGreaterThanOrEqual(150);
    })();
    for (let i = 0; i < 30; i++) await running.copy(log(randomUUID()));
    const ended = await wait(requestId);
    done = true;
    await reading;
    expect(reads).toBeGreaterThan(0);
    expect(ended).toMatchObject({ done: true, progress: { phase: 'done' }, result: { $case: 'rebuilt' } });
    expect(ended?.progress?.completed).toBeGreaterThanOrEqual(150);
    const live = await handlers.getStatus({ includeHashes: true }, operator);
    expect(live).toMatchObject({
      cases: 180,
      events: 180 * s.WAY.length,
      views: [
        { name: 'case_summary', lagCases: 0, rows: 180 * ROWS_OF_A_CASE },
        { name: 'services', lagCases: 0 },
      ],
    });

    const again = await wait(
      (await handlers.rebuildView({ requestId: randomUUID(), view: 'case_summary' }, operator)).operation?.operationId ?? '',
    );
    expect(again?.result).toMatchObject({ value: { hash: live.views?.[0]?.hash, rows: 180 * ROWS_OF_A_CASE } });
    expect((await handlers.rebuildView({ requestId, view: 'case_summary' }, operator)).operation).toEqual(ended);
    expect((await handlers.listOperations({}, operator)).operations?.map(({ operationId }) => operationId)).toContain(requestId);
  });

  test('is for operators, and of views that there are', async () => {
    const asked = { requestId: randomUUID(), view: 'case_summary' };
    await expect(handlers.rebuildView(asked, lotus)).rejects.toMatchObject({ reason: 'NOT_ALLOWED_FOR_CALLER' });
    await expect(handlers.rebuildView({ ...asked, view: 'moods' }, operator)).rejects.toMatchObject({ reason: 'VIEW_UNKNOWN' });
    await expect(handlers.getOperation({ operationId: randomUUID() }, operator)).rejects.toMatchObject({ reason: 'OPERATION_UNKNOWN' });
  });
});
