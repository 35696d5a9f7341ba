import { randomUUID } from 'node:crypto';
import type { Network } from '@accompany/client';
import { openCaseLog, TOPICS, toRecord } from '@accompany/runtime';
import pg from 'pg';
import { pino } from 'pino';
import { readState } from '../../../packages/cli/src/network.js';
import { listParked, placeOf, type SetAsideThere, withRepair } from '../../../packages/cli/src/repair.js';
import { eventually } from '../eventually.js';
import { ago } from '../play.js';

const send = async (stateFile: string, key: string, headers: Record<string, string>): Promise<void> => {
  const { caseLog } = readState(stateFile);
  const log = await openCaseLog(caseLog as string, { logger: pino({ level: 'silent' }), clientId: 'planting' });
  const producer = await log.producer();
  await producer.send(TOPICS.case.name, [{ key, value: Buffer.from('not an event'), headers }]);
  await log.close();
};

const parkedIn = (stateFile: string) => withRepair(stateFile, listParked);

const untilParked = (stateFile: string, caseId: string): Promise<boolean> =>
  eventually(`the timeline parks ${caseId}`, async () =>
    (await parkedIn(stateFile)).cases.some((one) => one.caseId === caseId && one.at.service === 'timeline'),
  );

/** Puts an event on the log that nobody can read, and waits until the timeline has parked its case. */
export const breakEvent = async (stateFile: string, caseId: string): Promise<void> => {
  const { headers } = toRecord('outside', {
    ...{ position: 1, stream: `case-${randomUUID()}`, version: 1, type: 'accompany.intake.v1.ThreatReported', topic: 'case', key: caseId },
    ...{ payload: Buffer.alloc(0), metadata: JSON.stringify({ actor: { kind: 'service', service: 'outside' }, correlation: 'c' }) },
    ...{ occurredAt: ago(2), recordedAt: ago(2) },
  });
  await send(stateFile, caseId, headers);
  await untilParked(stateFile, caseId);
};

/** Puts a record on the log that is not one of the network, and gives back how `parked list` names it. */
export const foreignRecord = async (stateFile: string): Promise<string> => {
  await send(stateFile, 'foreign', {});
  return eventually('a record is set aside', async () => {
    const [found] = (await parkedIn(stateFile)).setAside;
    return found === undefined ? undefined : placeOf(found satisfies SetAsideThere);
  });
};

/** Lets the timeline fail at a case for as long as a cause is there, and takes the cause away once it is parked. */
export const failedForAWhile = async (stateFile: string, aple: Network, caseId: string): Promise<void> => {
  const timeline = new URL(readState(stateFile).postgres as string);
  timeline.pathname = '/accompany_timeline';
  const owner = new pg.Client({ connectionString: timeline.href });
  await owner.connect();
  try {
    await owner.query(`alter table records add constraint planted check (key <> '${caseId}') not valid`);
    await aple.intake.reportThreat({ occurredAt: ago(1), caseId, kind: 1, description: 'Made up.' });
    await untilParked(stateFile, caseId);
  } finally {
    await owner.query('alter table records drop constraint if exists planted');
    await owner.end();
  }
};
