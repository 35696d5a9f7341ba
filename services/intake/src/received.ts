import type { ExternalReference } from '@accompany/contracts/common/v1/common';
import { type FieldViolation, Rejection } from '@accompany/domain';

const LONGEST = 200;

/** Refuses an external reference without system or id. */
export const checkReference = (reference: ExternalReference | undefined): void => {
  const { system = '', id = '' } = reference ?? {};
  refuse(
    Object.entries({ system, id })
      .filter(([, text]) => text.length < 1 || text.length > LONGEST)
      .map(([name]) => ({ field: `external_reference.${name}`, description: `expected 1 to ${LONGEST} characters` })),
  );
};

/** What only an imported record may say stands or falls with its reference. */
export const checkImported = (record: {
  externalReference?: ExternalReference | undefined;
  asserted: boolean;
  ambiguous: boolean;
}): void => {
  if (record.externalReference !== undefined) {
    checkReference(record.externalReference);
    return;
  }
  const missing = [...(record.asserted ? ['asserted_consent'] : []), ...(record.ambiguous ? ['ambiguities'] : [])];
  refuse(missing.map((field) => ({ field, description: 'only with external_reference' })));
};

/**
 * The plain area of a report: province or district, never finer. Taken from the place code where none was given; the two
 * must agree. Codes are strings and keep their zeros.
 */
export const areaOf = (areaCode: string, placeCode: string): string => {
  if (areaCode !== '' && placeCode !== '' && !placeCode.startsWith(areaCode))
    refuse([{ field: 'area_code', description: 'expected the beginning of contact.place_code' }]);
  return areaCode === '' ? placeCode.slice(0, 4) : areaCode;
};

const refuse = (violations: FieldViolation[]): void => {
  if (violations.length > 0) throw new Rejection('INVALID_FIELDS', {}, violations);
};
