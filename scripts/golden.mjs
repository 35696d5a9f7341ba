// Adds a sample to test/golden for every event type that has none: `node scripts/golden.mjs`, after a build.
// Names behind it (`node scripts/golden.mjs NoticeIssued`) add only those.
// A sample that is there is never written again: it is what stores hold already, and it must stay readable.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_CODECS } from '@accompany/contracts/events';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { root } from './prepare.mjs';

const folder = join(root, 'test/golden');
const image = readFileSync(join(root, 'packages/contracts/descriptor.binpb'));
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));

const digest = (text) => createHash('sha256').update(text).digest();
const uuidOf = (name) =>
  digest(name)
    .toString('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
/** Agencies have short names: who sends, who receives. */
const AGENCIES = { giver: 'lotus', receiver: 'heron', deliverer: 'heron', by: 'heron', recorded_by: 'heron', sender: 'lotus' };

const CODES = { amount: '37.50', currency: 'KHR', system: 'oscar', held_on: '2021-10-03', held_until: '2021-10-04' };

const text = (name, index) => {
  if (name in CODES) return CODES[name];
  if (/(^|_)ids?$/.test(name) && !/^(agency|external)/.test(name)) return uuidOf(`${name.replace(/s$/, '')}${index || ''}`);
  if (/agenc(y|ies)/.test(name) || name in AGENCIES) return AGENCIES[name] ?? ['lotus', 'egret'][index];
  if (/area|place_code/.test(name)) return ['0203', '17'][index];
  return `example ${name.replaceAll('_', ' ')} ${['ឧទាហរណ៍', 'two'][index]}`;
};

const message = (descriptor, name, variant) => {
  if (descriptor.typeName === 'google.protobuf.Timestamp')
    return `2022-02-${String(1 + (digest(name)[0] % 28)).padStart(2, '0')}T08:30:15.250Z`;
  if (descriptor.typeName === 'google.protobuf.Duration') return '90s';
  const fields = descriptor.fields.filter(({ oneof }) => oneof === undefined || oneof.fields.length === 1);
  const chosen = descriptor.oneofs.filter((one) => one.fields.length > 1).map((one) => one.fields[variant % one.fields.length]);
  return Object.fromEntries([...fields, ...chosen].map((field) => [field.jsonName, value(field, variant)]));
};

const scalar = (field, index) => {
  switch (field.scalar) {
    case 8: // bool
      return true;
    case 9: // string
      return text(field.name, index);
    case 12: // bytes
      return digest(field.name).toString('base64');
    default:
      return 300 + index;
  }
};

const one = (field, index, variant) => {
  if (field.message) return message(field.message, field.name, variant);
  if (!field.enum) return scalar(field, index);
  const named = field.enum.values.filter(({ number }) => number !== 0);
  return named[(digest(field.name)[0] + index) % named.length].name;
};

const value = (field, variant) => {
  switch (field.fieldKind) {
    case 'list':
      return [0, 1].map((index) => one(field, index, variant));
    case 'map':
      throw new Error(`${field}: maps have no fixed order of bytes and do not belong in events`);
    default:
      return one(field, 0, variant);
  }
};

/** How many samples show every alternative of a message, below it as well. */
const alternatives = (descriptor) =>
  Math.max(
    1,
    ...descriptor.oneofs.map((one) => one.fields.length),
    ...descriptor.fields.filter((field) => field.message?.typeName.startsWith('accompany.')).map((field) => alternatives(field.message)),
  );

const samplesOf = (type, codec) => {
  const descriptor = registry.getMessage(type);
  const name = type.split('.').at(-1);
  const $case = name.charAt(0).toLowerCase() + name.slice(1);
  return Array.from({ length: alternatives(descriptor) }, (_, variant) => {
    const bytes = codec.encode(codec.fromJSON({ [$case]: message(descriptor, $case, variant) })).finish();
    return { type, json: codec.toJSON(codec.decode(bytes)), bytes: Buffer.from(bytes).toString('hex') };
  });
};

mkdirSync(folder, { recursive: true });
const named = process.argv.slice(2);
const contextOf = (type) => type.split('.')[1];
for (const context of new Set(Object.keys(EVENT_CODECS).map(contextOf))) {
  const types = Object.keys(EVENT_CODECS).filter((type) => contextOf(type) === context);
  const file = join(folder, `${context}.json`);
  const samples = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const missing = types
    .filter((type) => !samples.some((sample) => sample.type === type))
    .filter((type) => named.length === 0 || named.includes(type.split('.').at(-1)));
  if (missing.length === 0) continue;
  writeFileSync(file, JSON.stringify([...samples, ...missing.flatMap((type) => samplesOf(type, EVENT_CODECS[type]))], null, 2));
  console.log(`${file}: ${missing.map((type) => type.split('.').at(-1)).join(', ')}`);
}
execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', folder], { stdio: 'inherit' });
