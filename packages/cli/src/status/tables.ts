import type { GetStatusResponse } from '@accompany/contracts/operations/v1/service';
import { dim, styled, table } from '../output.js';
import { ago, oldest } from './age.js';
import type { Answer } from './ask.js';
import type { Finding } from './wellness.js';

/** What is not known because a database or the log does not answer. */
const UNKNOWN = '?';

/** How every service stands, one line each; then its views, what is parked and what is not well, where there is any. */
export const shown = (answers: readonly Answer[], findings: readonly Finding[], partitions: boolean): string => {
  const parts = [
    table(['service', 'version', 'health', 'events', 'to send', 'to read', 'timers due', 'parked', 'set aside'], answers.map(serviceRow)),
    section(['service', 'view', 'version', 'behind'], rowsOf(answers, viewRows)),
    ...(partitions ? [section(['service', 'topic', 'partition', 'to read'], rowsOf(answers, partitionRows))] : []),
    section(['service', 'parked case', 'in', 'since', 'waiting', 'error'], rowsOf(answers, parkedRows)),
    findings.length === 0
      ? styled('green', 'all is well')
      : `${styled('red', 'not well')}\n${table(
          ['service', 'what', 'help'],
          findings.map(({ service, what, help }) => [service, what, help]),
        )}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
};

type Row = (string | number)[];

const section = (head: string[], rows: Row[]): string => (rows.length === 0 ? '' : table(head, rows));

const rowsOf = (answers: readonly Answer[], rows: (status: GetStatusResponse) => Row[]): Row[] =>
  answers.flatMap(({ service, status }) => (status === undefined ? [] : rows(status).map((row) => [service, ...row])));

const serviceRow = ({ service, health, status }: Answer): Row => {
  const lost = (status?.dependencies ?? []).filter(({ serving }) => !serving).map(({ name }) => name);
  const shownHealth = styled(health === 'serving' ? 'green' : 'red', health) + (lost.length > 0 ? ` (without ${lost.join(', ')})` : '');
  if (status === undefined) return [service, '', shownHealth, '', '', '', '', '', ''];
  if (!status.storeAnswered) return [service, status.version, shownHealth, ...Array<string>(6).fill(UNKNOWN)];
  const { version, headPosition, relayedPosition, oldestUnsentAt, lags, logAnswered, readAt } = status;
  const toRead = lags.reduce((sum, { events }) => sum + events, 0);
  return [
    ...[service, version, shownHealth, headPosition],
    waiting(headPosition - relayedPosition, ago(oldestUnsentAt, readAt)),
    logAnswered ? waiting(toRead, ago(oldest(lags), readAt)) : UNKNOWN,
    `${waiting(status.timersOverdue, ago(status.oldestTimerAt, readAt))} ${dim(`of ${status.timersOverdue + status.timersWaiting}`)}`,
    ...[status.parked.length, status.setAside],
  ];
};

/** `3 (40 s)`: how many wait, and the one that waits longest. */
const waiting = (number: number, longest: string): string => (number === 0 || longest === '' ? String(number) : `${number} (${longest})`);

const viewRows = ({ views, readAt }: GetStatusResponse): Row[] =>
  views.map(({ name, version, events, oldestAt }) => [name, version, waiting(events, ago(oldestAt, readAt))]);

const partitionRows = ({ lags, readAt }: GetStatusResponse): Row[] =>
  lags.map(({ topic, partition, events, oldestAt }) => [topic, partition, waiting(events, ago(oldestAt, readAt))]);

const parkedRows = ({ parked }: GetStatusResponse): Row[] =>
  parked.map(({ caseId, consumer, source, position, waiting: events, error }) => [
    caseId,
    consumer,
    `${source} ${position}`,
    events,
    error,
  ]);
