import { readFileSync } from 'node:fs';
import { createFileRegistry, type DescField, type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, readFileSync(new URL(import.meta.resolve('@accompany/contracts/descriptor.binpb')))),
);

/** A field of a request, at any depth. */
export type RequestField = {
  /** As a violation names it: `contact.address`, `ambiguities[0].code`. */
  readonly path: string;
  /** The message that declares it, and its name there: `ClientContact.address`. */
  readonly declared: string;
  readonly name: string;
  readonly kind: 'text' | 'enum' | 'time' | 'other';
  /** Whether it, or something that it lies in, is one of several of a oneof. */
  readonly chosen: boolean;
  /** A copy of the request in which this field has another value; what it lies in is made if need be. */
  readonly set: (request: object, value: unknown) => object;
};

const messageOf = (field: DescField): DescMessage | undefined =>
  field.fieldKind === 'message' || (field.fieldKind === 'list' && field.listKind === 'message') ? field.message : undefined;

const kindOf = (field: DescField): RequestField['kind'] => {
  if (field.fieldKind === 'enum' || (field.fieldKind === 'list' && field.listKind === 'enum')) return 'enum';
  if (messageOf(field)?.typeName === 'google.protobuf.Timestamp') return 'time';
  const scalar = field.fieldKind === 'scalar' || (field.fieldKind === 'list' && field.listKind === 'scalar') ? field.scalar : undefined;
  return scalar === 9 ? 'text' : 'other';
};

type Get = (request: object) => Record<string, unknown>;
type Put = (request: object, value: object) => object;

const within = (message: DescMessage, prefix: string, chosen: boolean, get: Get, put: Put): RequestField[] =>
  message.fields.flatMap((field): RequestField[] => {
    const list = field.fieldKind === 'list';
    const path = `${prefix}${field.name}${list ? '[0]' : ''}`;
    const key = field.oneof === undefined ? field.localName : field.oneof.localName;
    const wrap = (value: unknown): unknown => {
      const one = list ? [value] : value;
      return field.oneof === undefined ? one : { $case: field.localName, value: one };
    };
    const set = (request: object, value: unknown): object => put(request, { ...get(request), [key]: wrap(value) });
    const inner = messageOf(field);
    const isChosen = chosen || field.oneof !== undefined;
    if (inner?.typeName.startsWith('accompany.')) {
      const here: Get = (request) => {
        const found = get(request)[key] as Record<string, unknown> | Record<string, unknown>[] | undefined;
        return (Array.isArray(found) ? found[0] : found) ?? {};
      };
      return within(inner, `${path}.`, isChosen, here, (request, value) => set(request, value));
    }
    return [{ path, declared: `${message.name}.${field.name}`, name: field.name, kind: kindOf(field), chosen: isChosen, set }];
  });

/** Every field of a request message that holds no further message of ours. */
export const fieldsOf = (typeName: string): RequestField[] => {
  const message = registry.getMessage(typeName);
  if (message === undefined) throw new Error(`no descriptor of ${typeName}`);
  return within(
    message,
    '',
    false,
    (request) => request as Record<string, unknown>,
    (_request, value) => value,
  );
};

/** The part of a generated service definition that is needed to call it by name. */
export type AnyService = {
  readonly fullName: string;
  readonly methods: Readonly<Record<string, { readonly name: string; readonly responseStream: boolean }>>;
};

/** A method and the full name of its request message. */
export type Rpc = { readonly key: string; readonly name: string; readonly request: string; readonly streams: boolean };

/** The methods of a service. */
export const rpcsOf = (service: AnyService): Rpc[] =>
  Object.entries(service.methods).map(([key, { name, responseStream }]) => ({
    key,
    name,
    request: `${service.fullName.slice(0, service.fullName.lastIndexOf('.'))}.${name}Request`,
    streams: responseStream,
  }));
