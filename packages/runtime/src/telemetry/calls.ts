import {
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
  METRIC_RPC_SERVER_CALL_DURATION,
} from '@opentelemetry/semantic-conventions';
import { Status } from 'nice-grpc-common';
import type { Listed } from './allowed.js';
import { count, record } from './instruments.js';

const ALLOWED: Listed = { 'accompany.decision': 'allowed' };
const REFUSED: Listed = { 'accompany.decision': 'refused' };
/** What is not the caller's is answered as what does not exist. */
const REFUSALS = new Set([Status.PERMISSION_DENIED, Status.UNAUTHENTICATED, Status.NOT_FOUND]);

/** The attributes of every call of a method (`accompany.….v1.SomeService/SomeMethod`). */
export const callAttributes = (method: string) => ({ [ATTR_RPC_SYSTEM_NAME]: 'grpc', [ATTR_RPC_METHOD]: method }) as const;

/** Measures the calls of a method. @returns what is to be told when one began (as of `performance.now()`) and how it was answered */
export const callMeter = (method: string): ((began: number, code: Status) => void) => {
  const byCode = new Map<Status, Listed>();
  return (began, code) => {
    let attributes = byCode.get(code);
    if (attributes === undefined) {
      attributes = { ...callAttributes(method), [ATTR_RPC_STATUS_CODE]: Status[code] };
      byCode.set(code, attributes);
    }
    record(METRIC_RPC_SERVER_CALL_DURATION, (performance.now() - began) / 1000, attributes);
    if (code === Status.OK) count('accompany.access.decisions', 1, ALLOWED);
    else if (REFUSALS.has(code)) count('accompany.access.decisions', 1, REFUSED);
  };
};
