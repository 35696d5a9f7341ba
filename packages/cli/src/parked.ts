import { type GetParkedResponse, ParkedStanding, type Replayed, SetAsideRecord } from '@accompany/contracts/operations/v1/repair_service';
import { EXIT } from './exit.js';
import { bold, dim, list, minute, say, sayJson, styled, table } from './output.js';
import { type ParkedThere, placeOf, type SetAsideThere } from './repair.js';

/** A parked case that was handled again, and how far it came. */
export type Done = { readonly one: ParkedThere; readonly replayed: Replayed | undefined };

/** A parked case for machines. */
export const caseJson = ({ at, ...one }: ParkedThere) => ({ service: at.service, ...(ParkedStanding.toJSON(one) as object) });
/** A record that is set aside, for machines. */
export const recordJson = ({ at, ...one }: SetAsideThere) => ({ service: at.service, ...(SetAsideRecord.toJSON(one) as object) });

/** Everything that is parked, in columns. */
export const sayAll = (cases: readonly ParkedThere[], setAside: readonly SetAsideThere[], away: readonly string[]): void => {
  if (cases.length === 0 && setAside.length === 0) say('nothing is parked');
  if (cases.length > 0) {
    const rows = cases.map((one) => [minute(one.parkedAt), one.at.service, one.consumer, one.caseId, eventOf(one), one.waiting, one.error]);
    say(table(['since', 'service', 'consumer', 'case', 'event', 'waiting', 'error'], rows));
  }
  if (setAside.length > 0) {
    const rows = setAside.map((one) => [minute(one.setAsideAt), one.at.service, placeOf(one), one.size]);
    say(`${cases.length > 0 ? '\n' : ''}records that are not ours\n${table(['since', 'service', 'record', 'bytes'], rows)}`);
  }
  if (away.length > 0) say(styled('red', `\nno answer from ${away.join(', ')}: what is parked there is not shown`));
};

const eventOf = ({ failed }: ParkedStanding): string => `${failed?.type.split('.').at(-1)} (${failed?.source} ${failed?.position})`;

/** One parked case with its events. */
export const sayCase = ({ service, standing, events }: GetParkedResponse & { service: string }): void => {
  if (standing === undefined) return;
  say(`${bold(standing.caseId)}  ${service}, ${standing.consumer}`);
  say(
    list([
      ['since', minute(standing.parkedAt)],
      ['error', standing.error],
      ['waiting', String(standing.waiting)],
    ]),
  );
  const rows = events.map(({ event, recordedAt, correlation, traceId }, index) => [
    index === 0 ? styled('red', 'failed') : '',
    ...[event?.type.split('.').at(-1) ?? '', `${event?.source} ${event?.position}`, event?.eventId ?? ''],
    ...[minute(recordedAt), correlation, traceId],
  ]);
  say(table(['', 'event', 'position', 'id', 'recorded', 'command', 'trace'], rows));
  if (standing.waiting > events.length) say(dim(`and ${standing.waiting - events.length} more`));
};

/** How far each case came; what still waits makes the command fail. */
export const sayDone = (done: readonly Done[], json: boolean): void => {
  if (done.some(({ replayed }) => (replayed?.waiting ?? 0) > 0)) process.exitCode = EXIT.refused;
  if (json)
    sayJson(done.map(({ one, replayed }) => ({ service: one.at.service, consumer: one.consumer, caseId: one.caseId, ...replayed })));
  else for (const one of done) sayOne(one);
};

const sayOne = ({ one, replayed }: Done): void => {
  const { events = 0, waiting = 0, error = '' } = replayed ?? {};
  const how = waiting === 0 ? styled('green', 'the case goes on') : styled('red', `${waiting} still wait: ${error}`);
  say(`${one.at.service} ${one.consumer}: ${events} taken in, ${how}`);
};
