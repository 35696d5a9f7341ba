import {
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
  METRIC_RPC_SERVER_CALL_DURATION,
} from '@opentelemetry/semantic-conventions';
import { Status } from 'nice-grpc-common';
import type { Listed } from './allowed.js';
import { countMetric, recordMetric } from './instruments.js';

const ALLOWED: Listed = { 'accompany.decision': 'allowed' };
const REFUSED: Listed = { 'accompany.decision': 'refused' };
/** What is not the caller's is answered as what does not exist. */
const REFUSALS = new Set([Status.PERMISSION_DENIED, Status.UNAUTHENTICATED, Status.NOT_FOUND]);

/** The attributes of every call of a method (`accompany.….v1.SomeService/SomeMethod`). */
export const callAttributes = (method: string) => ({ [ATTR_RPC_SYSTEM_NAME]: 'grpc', [ATTR_RPC_METHOD]: method }) as const;

/** Makes the counters of calls known with what they count from, so that the first of a kind is seen as a rise. */
export const beginCounting = (): void => {
  for (const decision of [ALLOWED, REFUSED]) countMetric('accompany.access.decisions', 0, decision);
  countMetric('accompany.append.conflicts', 0);
};

/** Measures the calls of a method. @returns what is to be told when one began (as of `performance.now()`) and how it was answered */
export const callMeter = (method: string): ((began: number, code: Status) => void) => {
  const byCode = new Map<Status, Listed>();
  return (began, code) => {
    let attributes = byCode.get(code);
    if (attributes === undefined) {
      attributes = { ...callAttributes(method), [ATTR_RPC_STATUS_CODE]: Status[code] };
      byCode.set(code, attributes);
    }
    recordMetric(METRIC_RPC_SERVER_CALL_DURATION, (performance.now() - began) / 1000, attributes);
    if (code === Status.OK) countMetric('accompany.access.decisions', 1, ALLOWED);
    else if (REFUSALS.has(code)) countMetric('accompany.access.decisions', 1, REFUSED);
  };
};
