import { AllegedOffender, ThreatResolution } from '@accompany/contracts/intake/v1/types';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { caseDecider } from './case.js';
import { ending, heron, ibis, lotus, monitorJoined, opened, providerJoined, resolved, threat, threatened } from './samples.js';
import { reportThreat, resolveThreat } from './threats.js';

describe('a threat', () => {
  test('by somebody whom nobody knows is open', () =>
    given(caseDecider)(opened)
      .when((state) => reportThreat(state, threat, lotus))
      .then(threatened));
  test('that says nothing of who threatens is kept as not stated', () =>
    given(caseDecider)(opened)
      .when((state) => reportThreat(state, { ...threat, by: 0 }, lotus))
      .then({
        $case: 'threatReported',
        value: { ...threat, by: AllegedOffender.ALLEGED_OFFENDER_NOT_STATED, reportedBy: 'lotus' },
      }));
  test('may be reported by a provider', () =>
    given(caseDecider)(opened, providerJoined)
      .when((state) => reportThreat(state, threat, heron))
      .then({ $case: 'threatReported', value: { ...threat, reportedBy: 'heron' } }));
  test('is not reported by a monitor or a stranger', () => {
    given(caseDecider)(opened, monitorJoined)
      .when((state) => reportThreat(state, threat, ibis))
      .thenRejected('NOT_LEAD_OR_PROVIDER');
    given(caseDecider)(opened)
      .when((state) => reportThreat(state, threat, ibis))
      .thenRejected('CASE_UNKNOWN');
  });
  test('is reported once', () =>
    given(caseDecider)(opened, threatened)
      .when((state) => reportThreat(state, threat, lotus))
      .thenNothing());
  test('is resolved with a reason, once', () => {
    given(caseDecider)(opened, threatened)
      .when((state) => resolveThreat(state, ending, lotus))
      .then(resolved);
    given(caseDecider)(opened, threatened, resolved)
      .when((state) => resolveThreat(state, ending, lotus))
      .thenNothing();
  });
  test('is not resolved again for another reason', () =>
    given(caseDecider)(opened, threatened, resolved)
      .when((state) => resolveThreat(state, { ...ending, resolution: ThreatResolution.THREAT_RESOLUTION_UNFOUNDED }, lotus))
      .thenRejected('THREAT_RESOLVED_ALREADY'));
  test('that nobody reported is not resolved', () =>
    given(caseDecider)(opened)
      .when((state) => resolveThreat(state, ending, lotus))
      .thenRejected('THREAT_UNKNOWN'));
});
