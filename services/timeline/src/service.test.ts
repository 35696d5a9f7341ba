import { randomUUID } from 'node:crypto';
import { CaseStatus } from '@accompany/contracts/timeline/v1/types';
import { freshDatabase } from '@accompany/local';
import type { LogEvent } from '@accompany/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as s from './samples.js';
import { agency, ask, build, log, operator, type Running, type Service, start } from './testing.js';

const lotus = agency('lotus');

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
});
