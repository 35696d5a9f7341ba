import { LegalAidServiceDefinition } from '@accompany/contracts/legalaid/v1/service';
import { expect, test } from 'vitest';
import { matterActions } from './actions.js';

test('everything that is done with a matter is an action', () => {
  const rpcs = Object.values(LegalAidServiceDefinition.methods).map(({ name }): string => name);
  const names = matterActions.map(({ name }) => name);
  expect(names.sort()).toEqual(rpcs.filter((name) => !/^(Get|List)|^OpenMatter$/.test(name)).sort());
});
