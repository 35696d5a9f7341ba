import { GetDataKeyRequest } from '@accompany/contracts/vault/v1/service';
import { Rejection } from '@accompany/domain';
import { expect, test } from 'vitest';
import { validate } from './validate.js';

const violations = (request: GetDataKeyRequest) => {
  try {
    validate('accompany.vault.v1.GetDataKeyRequest', GetDataKeyRequest.encode(request).finish(), request);
    return [];
  } catch (error) {
    if (error instanceof Rejection && error.reason === 'INVALID_FIELDS') return error.fields.map((one) => one.field);
    throw error;
  }
};

const id = '6f1d3c0a-5a4c-4d0e-9d6a-0a4a3a1f7c11';

test.each([
  ['a good request', { subjectId: id, category: 1 }, []],
  ['a malformed id', { subjectId: 'x', category: 1 }, ['subject_id']],
  ['an unset and an unknown enum value', { subjectId: id, category: 0 }, ['category']],
  ['an unknown enum value', { subjectId: id, category: 77 }, ['category']],
  ['several at once', { subjectId: '', category: 77 }, ['subject_id', 'category']],
  ['a control character', { subjectId: `${id}\u0007`, category: 1 }, ['subject_id', 'subject_id']],
])('%s', (_name, request, fields) => {
  expect(violations(request as GetDataKeyRequest)).toEqual(fields);
});
