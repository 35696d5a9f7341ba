import { randomUUID } from 'node:crypto';
import { Verdict } from '@accompany/contracts/common/v1/actions';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { aggregate, type EventCodec } from '@accompany/store';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acting, actionsService } from './actions.js';
import type { App } from './app.js';
import type { Call } from './call.js';
import { as, mutation, startTestService, type TestService } from './testing.js';

type Moved = { $case: 'opened' | 'closed' | 'locked' | 'sold'; value: { by: string } };
type Door = { readonly is: 'open' | 'closed' | 'locked'; readonly owner: string };

const codec: EventCodec<Moved> = {
  encode: (message) => ({ finish: () => Buffer.from(JSON.stringify(message)) }),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as { event: Moved },
};
const evolve = (state: Door, { $case, value }: Moved): Door =>
  $case === 'sold' ? { ...state, owner: 'gamma' } : { is: $case === 'opened' ? 'open' : $case, owner: state.owner || value.by };
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
const sell = (_state: Door, context: DecisionContext): Moved[] => [{ $case: 'sold', value: by(context) }];

const actions = [
  { name: 'OpenDoor', attempt: open },
  { name: 'CloseDoor', attempt: close },
];

let service: TestService;
let app: App;
/** What happens while a call waits for a position, and for which keys calls waited. */
let meanwhile: () => Promise<unknown>;
let waited: (string | undefined)[];

beforeEach(() => {
  meanwhile = async () => {};
  waited = [];
});

beforeAll(async () => {
  const awaitCopied = async (_position: unknown, key: string | undefined) => {
    waited.push(key);
    await meanwhile();
  };
  service = await startTestService({ service: 'doors', awaitCopied });
  app = service.app;
});
afterAll(() => service?.stop());

const given = async (...decisions: (typeof open)[]): Promise<string> => {
  const id = randomUUID();
  for (const decide of decisions) await happens(`door-${id}`, decide);
  return `door-${id}`;
};

const CASE = randomUUID();
const happens = (stream: string, decide: typeof open, by = 'alpha') =>
  app.execute(door, stream.slice('door-'.length), mutation(), as(by), { caseId: CASE, decide });

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
  const { rows } = await service.db.query('select count(*)::int as events from events where stream = $1', [stream]);
  expect(rows).toEqual([{ events: 2 }]);
});

const UNREACHED = { service: 'windows', value: 9 };
const notReached = () => Promise.reject(new Rejection('POSITION_NOT_REACHED'));

describe.each([
  ['without a position', undefined],
  ['with a position that is not reached', UNREACHED],
])('%s', (_when, atLeastPosition) => {
  test.each([
    ['a stranger', async () => given(close), 'beta'],
    ['an unknown thing', async () => `door-${randomUUID()}`, 'alpha'],
    ['a thing of another service', async () => `window-${randomUUID()}`, 'alpha'],
  ])('%s gets the same answer, at once', async (_who, stream, agency) => {
    meanwhile = notReached;
    const asked = { stream: await stream(), atLeastPosition };
    const unknown = { reason: 'THING_UNKNOWN', facts: {} };
    await expect(served().listAllowedActions(asked, as(agency))).rejects.toMatchObject(unknown);
    await expect(served().explainRefusal({ ...asked, action: 'OpenDoor' }, as(agency))).rejects.toMatchObject(unknown);
    await expect(served().explainRefusal({ ...asked, action: 'PaintDoor' }, as(agency))).rejects.toMatchObject(unknown);
    expect(waited).toEqual([]);
  });
});

describe('who takes part', () => {
  test('waits for the position in the case of the thing, and is told when it is not reached', async () => {
    meanwhile = notReached;
    const asked = { stream: await given(close), atLeastPosition: UNREACHED };
    await expect(served().listAllowedActions(asked, as('alpha'))).rejects.toMatchObject({ reason: 'POSITION_NOT_REACHED' });
    expect(waited).toEqual([CASE]);
  });

  test('is answered on what came while it waited', async () => {
    const stream = await given(close);
    meanwhile = () => happens(stream, lock);
    expect(await served().listAllowedActions({ stream, atLeastPosition: UNREACHED }, as('alpha'))).toMatchObject({
      etag: '2',
      actions: [{ action: 'OpenDoor', verdict: Verdict.VERDICT_REFUSED }, { action: 'CloseDoor' }],
    });
  });

  test('is a stranger when it ceased to take part while it waited', async () => {
    const stream = await given(close);
    meanwhile = () => happens(stream, sell);
    const asked = served().listAllowedActions({ stream, atLeastPosition: UNREACHED }, as('alpha'));
    await expect(asked).rejects.toMatchObject({ reason: 'THING_UNKNOWN' });
  });
});

test('what decisions look at beside the state is looked up for each call', async () => {
  const stream = await given(close);
  const keyed = acting({
    aggregate: door,
    actions: async (_app, { key }, { actor }) => [
      { name: `Open ${key}`, attempt: () => open({ is: 'closed', owner: '' }, { actor } as never) },
    ],
    isParty: () => true,
  });
  const { handlers } = actionsService(app, [keyed]);
  const list = handlers.listAllowedActions as unknown as (request: object, call: Call) => Promise<object>;
  expect(await list({ stream }, as('alpha'))).toMatchObject({ actions: [{ action: `Open ${CASE}`, verdict: Verdict.VERDICT_ALLOWED }] });
});

test('an unknown action is refused, and the known ones are named', async () => {
  const stream = await given(close);
  const refused = served().explainRefusal({ stream, action: 'PaintDoor' }, as('alpha'));
  await expect(refused).rejects.toMatchObject({ reason: 'ACTION_UNKNOWN', facts: { known: 'OpenDoor, CloseDoor' } });
});
