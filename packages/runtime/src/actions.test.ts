import { randomUUID } from 'node:crypto';
import { Verdict } from '@accompany/contracts/common/v1/actions';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { freshDatabase } from '@accompany/local';
import { aggregate, createExecutor, type EventCodec, migrate, openPool } from '@accompany/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acting, actionsService } from './actions.js';
import { type App, type AppParts, createApp } from './app.js';
import type { Call } from './call.js';

type Moved = { $case: 'opened' | 'closed' | 'locked'; value: { by: string } };
type Door = { readonly is: 'open' | 'closed' | 'locked'; readonly owner: string };

const codec: EventCodec<Moved> = {
  encode: (message) => ({ finish: () => Buffer.from(JSON.stringify(message)) }),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as { event: Moved },
};
const evolve = (state: Door, { $case, value }: Moved): Door => ({
  is: $case === 'opened' ? 'open' : $case,
  owner: state.owner || value.by,
});
const door = aggregate<Door, Moved>({
  category: 'door',
  type: 'test.v1',
  topic: 'case',
  decider: { initial: { is: 'open', owner: '' }, evolve },
  codec,
});

const by = ({ actor }: DecisionContext): { by: string } => ({ by: actor.kind === 'agency' ? actor.agency : '' });
const open = (state: Door, context: DecisionContext): Moved[] => {
  if (state.is === 'locked') throw new Rejection('CASE_NOT_OPEN', { door: 'locked' });
  return state.is === 'open' ? [] : [{ $case: 'opened', value: by(context) }];
};
const close = (state: Door, context: DecisionContext): Moved[] => (state.is === 'open' ? [{ $case: 'closed', value: by(context) }] : []);
const lock = (state: Door, context: DecisionContext): Moved[] => (state.is === 'locked' ? [] : [{ $case: 'locked', value: by(context) }]);

const actions = [
  { name: 'OpenDoor', attempt: open },
  { name: 'CloseDoor', attempt: close },
];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: ReturnType<typeof openPool>;
let app: App;

beforeAll(async () => {
  database = await freshDatabase('actions');
  await migrate(database.ownerUrl, `${database.name}_app`, []);
  db = openPool(database.appUrl);
  app = createApp({ service: 'doors', db, executor: createExecutor(db), awaitCopied: async () => {} } as unknown as AppParts);
});
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

const as = (agency: string): Call => ({
  actor: { kind: 'agency', agency, person: 'p1' },
  fingerprint: 'same',
  now: new Date(),
  signal: new AbortController().signal,
});

const given = async (...decisions: (typeof open)[]): Promise<string> => {
  const id = randomUUID();
  for (const decide of decisions) {
    const mutation = { requestId: randomUUID(), occurredAt: new Date(Date.now() - 1000) };
    await app.execute(door, id, mutation, as('alpha'), { caseId: randomUUID(), decide });
  }
  return `door-${id}`;
};

const served = () => {
  const { handlers } = actionsService(app, [
    acting({ aggregate: door, actions, isParty: ({ owner }, actor) => actor.kind === 'agency' && actor.agency === owner }),
  ]);
  return handlers as unknown as Record<'listAllowedActions' | 'explainRefusal', (request: object, call: Call) => Promise<object>>;
};

test('each action has its verdict, and what stands in the way', async () => {
  const stream = await given(close);
  expect(await served().listAllowedActions({ stream }, as('alpha'))).toMatchObject({
    etag: '1',
    actions: [
      { action: 'OpenDoor', verdict: Verdict.VERDICT_ALLOWED, obstacle: undefined },
      { action: 'CloseDoor', verdict: Verdict.VERDICT_DONE, obstacle: undefined },
    ],
  });
});

test('a refusal is explained by its reason, its facts, and the event since which it stands', async () => {
  const stream = await given(close, open, close, lock);
  const why = await served().explainRefusal({ stream, action: 'OpenDoor' }, as('alpha'));
  expect(why).toMatchObject({
    verdict: Verdict.VERDICT_REFUSED,
    obstacle: { reason: 'CASE_NOT_OPEN', facts: { door: 'locked' }, since: { eventId: `${stream}/4`, type: 'test.v1.Locked' } },
  });
  expect(await served().explainRefusal({ stream, action: 'CloseDoor' }, as('alpha'))).toMatchObject({ obstacle: undefined });
});

test('nothing was written by asking', async () => {
  const stream = await given(close, lock);
  await served().listAllowedActions({ stream }, as('alpha'));
  await served().explainRefusal({ stream, action: 'OpenDoor' }, as('alpha'));
  const { rows } = await db.query('select count(*)::int as events from events where stream = $1', [stream]);
  expect(rows).toEqual([{ events: 2 }]);
});

test.each([
  ['a stranger', async () => given(close), 'beta'],
  ['an unknown thing', async () => `door-${randomUUID()}`, 'alpha'],
  ['a thing of another service', async () => `window-${randomUUID()}`, 'alpha'],
])('%s gets the same answer', async (_who, stream, agency) => {
  await expect(served().listAllowedActions({ stream: await stream() }, as(agency))).rejects.toMatchObject({ reason: 'THING_UNKNOWN' });
});

test('an unknown action is refused, and the known ones are named', async () => {
  const stream = await given(close);
  const refused = served().explainRefusal({ stream, action: 'PaintDoor' }, as('alpha'));
  await expect(refused).rejects.toMatchObject({ reason: 'ACTION_UNKNOWN', facts: { known: 'OpenDoor, CloseDoor' } });
});
