import { ServiceCategory } from '@accompany/contracts/common/v1/common';

// Our words for each kind of service, looked for in the name that the other system gives. The list is ours: it says what we
// understand, and a name outside it is not guessed.
const TERMS: readonly (readonly [ServiceCategory, RegExp])[] = [
  [
    ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
    /\b(psycho\w*|therap\w+|mental health)\b|^(?!.*\b(drug|alcohol|legal|addiction)).*\bcounsell?(ing|or)\b/,
  ],
  [ServiceCategory.SERVICE_CATEGORY_LEGAL_AID, /\b(legal|lawyer|court)\b/],
  [ServiceCategory.SERVICE_CATEGORY_HEALTH, /\b(medical|hospital|clinic|nursing)\b|^(?!.*\bmental health).*\bhealth\b/],
  [ServiceCategory.SERVICE_CATEGORY_EDUCATION, /\b(school\w*|scholarships?|tutoring)\b|^(?!.*\bvocational).*\beducation\b/],
  [ServiceCategory.SERVICE_CATEGORY_LIVELIHOOD, /\b(vocational|livelihoods?|income|job|apprenticeship)\b/],
  [ServiceCategory.SERVICE_CATEGORY_SHELTER, /\b(shelter|accommodation|residential|safe house)\b/],
  [
    ServiceCategory.SERVICE_CATEGORY_FAMILY_BASED_CARE,
    /\b(foster care|foster|kinship|adoption|reunification|reunite|family preservation|family based care)\b/,
  ],
  [ServiceCategory.SERVICE_CATEGORY_MATERIAL_SUPPORT, /\b(material|financial|cash|food|in.kind)\b/],
  [ServiceCategory.SERVICE_CATEGORY_CASE_MANAGEMENT, /\b(social work|case ?work|case management)\b/],
  [ServiceCategory.SERVICE_CATEGORY_DISABILITY_SUPPORT, /\b(disabilit\w+|disabled|wheelchair|therap\w+)\b/],
  [ServiceCategory.SERVICE_CATEGORY_DRUG_ALCOHOL, /\b(drugs?|alcohol|detox\w*|addiction)\b/],
];

/** The kinds of service that a name can mean. None: we do not know it; more than one: it is ambiguous. Neither is guessed. */
export const categoriesOf = (serviceName: string): ServiceCategory[] => {
  const name = serviceName.toLowerCase().replace(/[-_/]+/g, ' ');
  return TERMS.filter(([, term]) => term.test(name)).map(([category]) => category);
};
