import type { ConsumerLag, GetStatusResponse } from '@accompany/contracts/operations/v1/service';
import { ago, oldest } from './age.js';
import type { Answer } from './ask.js';

/** Something that needs an operator, and where it stands what to do. */
export type Finding = { readonly service: string; readonly what: string; readonly help: string };

/** How long anything may wait before an operator should know, in seconds: as the alerts in infra/prometheus have it. */
export const LIMIT_SECONDS = 60;

/** All that is not well with a network, in the order of its services. Empty when it is well. */
export const findingsOf = (answers: readonly Answer[]): Finding[] =>
  answers.flatMap((answer) => {
    const { service, health, status } = answer;
    const lost = new Set((status?.dependencies ?? []).filter(({ serving }) => !serving).map(({ name }) => name));
    const found = [...ofHealth(answer, lost), ...(status === undefined || health === 'away' ? [] : ofStatus(status, lost))];
    return found.map(([what, page]) => ({ service, what, help: `docs/runbooks/${page}.md` }));
  });

type Found = readonly [what: string, page: string];

const ofHealth = ({ address, health, status }: Answer, lost: ReadonlySet<string>): Found[] => {
  if (health === 'away') return [[`does not answer at ${address}`, 'service-down']];
  if (health === 'not serving') return [[`refuses calls${lost.size > 0 ? ` without ${[...lost].join(', ')}` : ''}`, 'service-not-serving']];
  if (status === undefined) return [['serves, but does not say how it stands', 'service-not-serving']];
  return [...lost].map((name) => [`has lost ${name}`, 'dependency-lost']);
};

const ofStatus = (status: GetStatusResponse, lost: ReadonlySet<string>): Found[] => {
  if (!status.storeAnswered)
    return when(!lost.has('postgres'), 'cannot say how it stands: its database does not answer', 'dependency-lost');
  const { readAt, oldestUnsentAt, views, parked, setAside, timersOverdue, oldestTimerAt } = status;
  const isLate = (since: Date | undefined): boolean => (readAt?.getTime() ?? 0) - (since?.getTime() ?? Infinity) > LIMIT_SECONDS * 1_000;
  const unsent = status.headPosition - status.relayedPosition;
  const late = status.lags.filter(({ oldestAt }) => isLate(oldestAt));
  return [
    ...when(
      status.logReplaced,
      'sends nothing: the log lost what was sent to it; `accompany republish` sends it once more',
      'outbox-stuck',
    ),
    ...when(
      !status.logReplaced && isLate(oldestUnsentAt),
      `has not sent ${count(unsent, 'event')} for ${ago(oldestUnsentAt, readAt)}`,
      'outbox-stuck',
    ),
    ...when(!status.logAnswered && !lost.has('case-log'), 'cannot say what it has to read: the log does not answer', 'dependency-lost'),
    ...when(late.length > 0, `has not read ${count(sum(late), 'event')} ${of(late)} for ${ago(oldest(late), readAt)}`, 'consumer-behind'),
    ...views
      .filter(({ oldestAt }) => isLate(oldestAt))
      .map(({ name, oldestAt }) => [`shows what was ${ago(oldestAt, readAt)} ago in the view ${name}`, 'view-behind'] as const),
    ...when(
      isLate(oldestTimerAt),
      `has ${count(timersOverdue, 'timer')} overdue, the oldest for ${ago(oldestTimerAt, readAt)}`,
      'timers-overdue',
    ),
    ...when(parked.length > 0, `has ${count(parked.length, 'case')} parked: nothing that happens there has an effect`, 'case-parked'),
    ...when(setAside > 0, `has set ${count(setAside, 'record')} of the log aside that it cannot read`, 'record-set-aside'),
  ];
};

const when = (holds: boolean, what: string, page: string): Found[] => (holds ? [[what, page]] : []);

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

const sum = (lags: readonly ConsumerLag[]): number => lags.reduce((all, { events }) => all + events, 0);

/** `of case-events.v1/3`; the topics alone where there are several partitions. */
const of = (lags: readonly ConsumerLag[]): string => {
  const [only, ...others] = lags;
  if (only !== undefined && others.length === 0) return `of ${only.topic}/${only.partition}`;
  return `of ${[...new Set(lags.map(({ topic }) => topic))].join(' and ')}`;
};
