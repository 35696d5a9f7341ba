import type { Attempt, Matrix } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import * as the from './matrix.js';

const said = (tried: Attempt): string => {
  switch (tried.is) {
    case 'done':
      return tried.events.join(' ');
    case 'nothing':
      return 'nothing';
    case 'refused':
      return tried.reason;
  }
};

/** By command, the outcome in each state in the order of the matrix: events by name, nothing, or a refusal. */
const TABLES: readonly (readonly [Matrix, Readonly<Record<string, readonly string[]>>])[] = [
  [
    the.agencyMatrix,
    {
      register: ['agencyRegistered', 'nothing', 'nothing'],
      'register with other data': ['agencyRegistered', 'AGENCY_ID_TAKEN', 'AGENCY_ID_TAKEN'],
      suspend: ['AGENCY_UNKNOWN', 'agencySuspended', 'nothing'],
      resume: ['AGENCY_UNKNOWN', 'nothing', 'agencyResumed'],
    },
  ],
  [
    the.referenceMatrix,
    {
      claim: ['referenceClaimed', 'nothing'],
      'claim for another agency': ['referenceClaimed', 'EXTERNAL_REFERENCE_TAKEN'],
    },
  ],
  [
    the.officeMatrix,
    {
      open: ['officeOpened', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'],
      'begin closing': ['OFFICE_UNKNOWN', 'officeClosing', 'officeClosing', 'nothing', 'nothing', 'OFFICE_CLOSED'],
      'keep open': ['OFFICE_UNKNOWN', 'nothing', 'nothing', 'officeKeptOpen', 'officeKeptOpen', 'OFFICE_CLOSED'],
      close: ['OFFICE_UNKNOWN', 'officeClosing officeClosed', 'OFFICE_HOLDS_CASES', 'officeClosed', 'OFFICE_HOLDS_CASES', 'nothing'],
      'take a case': ['nothing', 'officeCaseTaken', 'officeCaseTaken', 'officeCaseRefused', 'officeCaseRefused', 'officeCaseRefused'],
      'take the case that was taken': ['nothing', 'officeCaseTaken', 'nothing', 'officeCaseRefused', 'nothing', 'officeCaseRefused'],
    },
  ],
  [
    the.serviceMatrix,
    {
      offer: ['serviceOffered', 'nothing', 'nothing'],
      'change capacity': ['SERVICE_UNKNOWN', 'serviceCapacityChanged', 'SERVICE_WITHDRAWN'],
      withdraw: ['SERVICE_UNKNOWN', 'serviceWithdrawn', 'nothing'],
    },
  ],
  [
    the.agreementMatrix,
    {
      propose: ['sharingAgreementProposed', 'nothing', 'nothing', 'nothing'],
      sign: ['AGREEMENT_UNKNOWN', 'sharingAgreementSigned', 'nothing', 'AGREEMENT_ENDED'],
      end: ['AGREEMENT_UNKNOWN', 'sharingAgreementEnded', 'sharingAgreementEnded', 'nothing'],
      expire: ['nothing', 'sharingAgreementEnded', 'sharingAgreementEnded', 'nothing'],
    },
  ],
  [
    the.gazetteerMatrix,
    {
      publish: ['gazetteerLoaded', 'nothing'],
      'publish a newer version': ['provincePlacesLoaded gazetteerLoaded', 'provincePlacesLoaded gazetteerLoaded'],
    },
  ],
];

describe.each(TABLES.map(([matrix, table]) => [matrix.title, matrix, table] as const))(
  '%s',
  (_title, { states, commands, attempt }, table) => {
    test('every command has its row', () => expect(Object.keys(table)).toEqual(commands.map(({ name }) => name)));
    test.each(Object.entries(table))('%s', (command, outcomes) =>
      expect(states.map(({ name }) => said(attempt(name, command)))).toEqual(outcomes),
    );
  },
);

test('the proposer of an agreement does not sign it', () => {
  const { states, attempt } = the.agreementMatrix;
  expect(states.map(({ name }) => said(attempt(name, 'sign', 'the agency that proposes')))).toEqual([
    'AGREEMENT_UNKNOWN',
    'NOT_THE_OTHER_PARTY',
    'NOT_THE_OTHER_PARTY',
    'AGREEMENT_ENDED',
  ]);
});
