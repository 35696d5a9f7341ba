export {
  type Aggregate,
  type AnyUnionEvent,
  aggregate,
  decodeEvent,
  type EventCodec,
  eventType,
  streamCategory,
  streamId,
  streamName,
  type Topic,
} from './aggregate.js';
export { type Append, type Appender, type AppendOutcome, type Committed, createAppender } from './append.js';
export { type EventMetadata, eventId, type StoredEvent } from './event.js';
export { type Command, createExecutor, type Executed, type Executor, type Loaded } from './execute.js';
export { wantsTransaction } from './interest.js';
export { type Migrations, migrate } from './migrate.js';
export { inTransaction, openPool } from './pool.js';
export { headPosition, readAfter, readStream } from './read.js';
export { type SubscribeOptions, type Subscription, step, subscribe } from './subscribe.js';
export { type AnyTimer, deriveTimers, fireTimers, type Timer, type TimerChange, type TimerMoment } from './timers.js';
export { verifyChain } from './verify.js';
export { type ViewHash, viewHash } from './view-hash.js';
export {
  ensureView,
  type RebuildOptions,
  type RebuildProgress,
  rebuildView,
  type View,
  viewExists,
  viewSchema,
} from './views.js';
export { type Ear, earOn } from './wait.js';
export { createWaker, type Waker } from './waker.js';
