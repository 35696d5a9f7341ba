import { createRequire } from 'node:module';
import { logLevel } from 'kafkajs';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { logTo, type RequestQueue } from './kafka-client.js';

// The patched class itself, driven without a server: kafkajs' own connection uses it in this way.
type Request = { entry: object; expectResponse: boolean; sendRequest: () => void };
type Queue = RequestQueue & {
  push(request: Request): void;
  fulfillRequest(response: { correlationId: number; payload: object; size: number }): void;
  maybeThrottle(ms: number): void;
};
const RequestQueueClass = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (options: object) => Queue;
const silent = { debug: () => undefined, warn: () => undefined };

const queue = (options: object = {}): Queue =>
  new RequestQueueClass({ maxInFlightRequests: 1, requestTimeout: 200, enforceRequestTimeout: true, logger: silent, ...options });

const push = (to: Queue, correlationId: number) => {
  const sendRequest = vi.fn();
  const outcome = new Promise((resolve, reject) => {
    to.push({ entry: { correlationId, apiName: 'Fetch', apiKey: 1, apiVersion: 1, resolve, reject }, expectResponse: true, sendRequest });
  });
  outcome.catch(() => undefined);
  return { sendRequest, outcome };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an idle connection has no timer', async () => {
  const idle = queue({ enforceRequestTimeout: false });
  const { outcome } = push(idle, 1);
  idle.fulfillRequest({ correlationId: 1, payload: {}, size: 0 });
  await outcome;
  expect(vi.getTimerCount()).toBe(0);
});

test('a request that waits for another is sent when that completes, and completes', async () => {
  const busy = queue();
  const first = push(busy, 1);
  const second = push(busy, 2);
  expect(second.sendRequest).not.toHaveBeenCalled();
  busy.fulfillRequest({ correlationId: 1, payload: {}, size: 0 });
  expect(second.sendRequest).toHaveBeenCalledOnce();
  busy.fulfillRequest({ correlationId: 2, payload: {}, size: 0 });
  await Promise.all([first.outcome, second.outcome]);
  await vi.advanceTimersByTimeAsync(20);
  expect(vi.getTimerCount()).toBe(0);
});

test('a throttled request is sent when the throttle ends', async () => {
  const throttled = queue();
  throttled.maybeThrottle(50);
  const { sendRequest } = push(throttled, 1);
  await vi.advanceTimersByTimeAsync(40);
  expect(sendRequest).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  expect(sendRequest).toHaveBeenCalledOnce();
});

test('a request that is never answered times out, and the next one goes out', async () => {
  const silentServer = queue();
  silentServer.scheduleRequestTimeoutCheck();
  const first = push(silentServer, 1);
  const second = push(silentServer, 2);
  await vi.advanceTimersByTimeAsync(1_000);
  await expect(first.outcome).rejects.toThrow('timed out');
  expect(second.sendRequest).toHaveBeenCalledOnce();
  silentServer.destroy();
});

test('a connection looks for overdue requests once a second, and no more once it is closed', async () => {
  const isConnected = vi.fn(() => true);
  const quiet = queue({ isConnected });
  quiet.scheduleRequestTimeoutCheck();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(isConnected).toHaveBeenCalledTimes(3);
  isConnected.mockReturnValue(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ['a code of a normal day', 'ERROR', { message: 'Response Heartbeat', error: 'The group is rebalancing, so a rejoin is needed' }, 'debug'],
  ['a retry', 'ERROR', { message: 'Connection error: connect ECONNREFUSED', retryCount: 2 }, 'warn'],
  ['a lost offset', 'ERROR', { message: 'Offset out of range, resetting to default offset' }, 'error'],
  ['news', 'INFO', { message: 'Consumer has joined the group' }, 'debug'],
] as const)('kafkajs’ log: %s is logged at %s as ours', (_, level, log, ours) => {
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const entry = { namespace: 'Consumer', level: logLevel[level], label: level, log: { timestamp: '', stack: 'secret', ...log } };
  logTo(logger)(entry);
  expect(lines.length).toBe(1);
  expect(JSON.parse(lines[0] ?? '{}').level).toBe(pino.levels.values[ours]);
  expect(lines[0]).not.toContain('secret');
});
