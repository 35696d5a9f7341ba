import { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { type DecisionContext, fold } from '@accompany/domain';
import { compareActions } from '@accompany/domain/testing-actions';
import { describe, expect, test } from 'vitest';
import { agencyActions, agreementActions, isAgreementParty, officeActions, serviceActions, speaksFor } from './actions.js';
import { agency } from './agency.js';
import { agreement } from './agreement.js';
import { agencyMatrix, agreementMatrix, officeMatrix, serviceMatrix } from './matrix.js';
import { command, heron, lotus, operator, otherService, proposed, registered, serviceId } from './samples.js';
import { changeCapacity, type Service } from './service.js';

const active = fold(agency, [registered]);
const offices = officeActions(new Map());
const agreements = agreementActions(active);

/** Calls that read, that begin something, and that load what is no thing of anybody. */
const NOT_ACTIONS = /^(Get|List|Find|Summarize|Load|Publish|Register|Open|Offer|Propose)/;

test('everything that is done with an entry of the directory is an action', () => {
  const rpcs = Object.values(DirectoryServiceDefinition.methods).map(({ name }): string => name);
  const names = [agencyActions, offices, serviceActions, agreements].flatMap((actions) => actions.map(({ name }) => name));
  expect(names.sort()).toEqual(rpcs.filter((name) => !NOT_ACTIONS.test(name)).sort());
});

describe('what is said to be allowed is what the decision does, after any commands, for anybody', () => {
  test('an agency', () => {
    const ways = { SuspendAgency: ['suspend'], ResumeAgency: ['resume'] };
    compareActions({ samples: agencyMatrix.samples, actions: agencyActions, ways });
  });

  test('an office', () => {
    const ways = { BeginOfficeClosing: ['begin closing'], KeepOfficeOpen: ['keep open'], CloseOffice: ['close'] };
    compareActions({ samples: officeMatrix.samples, actions: offices, ways });
  });

  test('a service, whatever its capacity', () => {
    const another = [4, 5].map((places) => (state: Service, context: DecisionContext) => {
      const capacity = { places, freePlaces: 1 };
      return changeCapacity(state, { ...command, serviceId, capacity }, context);
    });
    const ways = { ChangeServiceCapacity: ['change capacity', () => another], WithdrawService: ['withdraw'] };
    compareActions({ samples: serviceMatrix.samples, actions: serviceActions, ways });
  });

  test('an agreement', () =>
    compareActions({ samples: agreementMatrix.samples, actions: agreements, ways: { SignAgreement: ['sign'], EndAgreement: ['end'] } }));
});

test('an agency and the operator ask of its entries, the parties of an agreement, and nobody else', () => {
  const callers = [lotus, operator, heron, otherService].map(({ actor }) => actor);
  expect(callers.map((actor) => speaksFor(active, actor))).toEqual([true, true, false, false]);
  expect(callers.map((actor) => speaksFor(agency.initial, actor))).toEqual([false, false, false, false]);
  expect(callers.map((actor) => isAgreementParty(fold(agreement, [proposed]), actor))).toEqual([true, false, true, false]);
});
