import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { expect, test } from 'vitest';
import { categoriesOf } from './category.js';

const named = (name: string) => categoriesOf(name).map((category) => ServiceCategory[category]?.replace('SERVICE_CATEGORY_', ''));

test.each([
  ['Short stay foster care', ['FAMILY_BASED_CARE']],
  ['Counselling after violence', ['PSYCHOSOCIAL']],
  ['counseling', ['PSYCHOSOCIAL']],
  ['Alcohol counselling', ['DRUG_ALCOHOL']],
  ['Court accompaniment', ['LEGAL_AID']],
  ['Vocational education', ['LIVELIHOOD']],
  ['School fees', ['EDUCATION']],
  ['Mental health clinic', ['PSYCHOSOCIAL', 'HEALTH']],
  ['Therapeutic group', ['PSYCHOSOCIAL', 'DISABILITY_SUPPORT']],
  ['Case-work', ['CASE_MANAGEMENT']],
  ['Something else', []],
  ['', []],
])('%s', (name, expected) => expect(named(name)).toEqual(expected));
