import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type FieldViolation, Rejection } from '@accompany/domain';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createValidator, type Validator } from '@bufbuild/protovalidate';

type Check = (typeName: string, bytes: Uint8Array) => ReturnType<Validator['validate']>;

const checks = new Map<string, Check>();

/** What checks requests of one context; its descriptors are read at the first, because a service knows few of them. */
const checkOf = (context: string): Check => {
  const known = checks.get(context);
  if (known !== undefined) return known;
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorsOf(`descriptors/${context}.binpb`)));
  const validator = createValidator({ registry });
  const check: Check = (typeName, bytes) => {
    const schema = registry.getMessage(typeName);
    if (schema === undefined) throw new Error(`no descriptor for ${typeName}: run npm run gen`);
    return validator.validate(schema, fromBinary(schema, bytes));
  };
  checks.set(context, check);
  return check;
};

const require = createRequire(import.meta.url);

/** A file descriptor set as it is built with the generated code. */
export const descriptorsOf = (file: string): Uint8Array => readFileSync(require.resolve(`@accompany/contracts/${file}`));

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/**
 * Checks a request against the rules in its proto, and every text in it for control characters.
 * @param typeName full name of the message, for example `accompany.referral.v1.SendReferralRequest`
 * @param bytes the request as encoded
 * @throws Rejection INVALID_FIELDS with a violation for each wrong field
 */
export const validate = (typeName: string, bytes: Uint8Array, request: object): void => {
  const [, context = ''] = typeName.split('.');
  const result = checkOf(context)(typeName, bytes);
  if (result.kind === 'error') throw result.error;
  const fields: FieldViolation[] =
    result.kind === 'invalid'
      ? result.violations.map((violation) => ({ field: pathOf(violation.toString()), description: violation.message }))
      : [];
  collectControl(request, '', fields);
  if (fields.length > 0) throw new Rejection('INVALID_FIELDS', {}, fields);
};

/** A violation prints as `path: message [rule]`. */
const pathOf = (violation: string): string => violation.slice(0, Math.max(0, violation.indexOf(': ')));

const collectControl = (value: unknown, path: string, fields: FieldViolation[]): void => {
  if (typeof value === 'string') {
    if (CONTROL.test(value))
      fields.push({ field: path, description: 'must not contain control characters other than line feed, carriage return and tab' });
  } else if (value instanceof Uint8Array || value instanceof Date) return;
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) collectControl(item, `${path}[${index}]`, fields);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) collectControl(chosen(item), pathTo(path, chosenName(item) ?? name), fields);
};

const pathTo = (path: string, name: string): string => (path === '' ? snake(name) : `${path}.${snake(name)}`);

/** The proto names the one of a oneof that is set; the generated code keeps it as `{ $case, value }` under the oneof's name. */
const isOneof = (value: unknown): value is { $case: string; value: unknown } =>
  typeof value === 'object' && value !== null && '$case' in value;
const chosen = (value: unknown): unknown => (isOneof(value) ? value.value : value);
const chosenName = (value: unknown): string | undefined => (isOneof(value) ? value.$case : undefined);

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
