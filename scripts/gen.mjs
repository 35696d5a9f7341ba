// Generates packages/contracts from proto/. `npm run gen` makes all of it, `npm run gen -- referral` one context.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');
const contexts = process.argv.slice(2);
const buf = (...args) =>
  execFileSync(join(bin, 'buf'), args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });

if (contexts.length === 0) rmSync(join(root, 'packages/contracts/src'), { recursive: true, force: true });
const paths = contexts.flatMap((context) => ['--path', `proto/accompany/${context}`, '--path', 'proto/accompany/common']);
buf('generate', '.', ...(paths.length > 0 ? paths : ['--path', 'proto/accompany']));
buf('build', '--as-file-descriptor-set', '-o', 'packages/contracts/descriptor.binpb');

writeFileSync(join(root, 'packages/contracts/src/events.ts'), eventIndex(readFileSync(join(root, 'packages/contracts/descriptor.binpb'))));

/** What consumers need of all contexts: the union of all events, and the codec of each wire type. */
function eventIndex(image) {
  const set = fromBinary(FileDescriptorSetSchema, image);
  const wrappers = [...createFileRegistry(set)]
    .filter((type) => type.kind === 'message' && type.file.name.endsWith('/events') && type.oneofs.some((one) => one.name === 'event'))
    .map((message) => ({
      name: message.name,
      path: message.file.name,
      package: message.file.proto.package,
      cases: message.oneofs.find((one) => one.name === 'event').fields.map((field) => field.localName),
    }))
    .sort((a, b) => `${a.path}${a.name}`.localeCompare(`${b.path}${b.name}`));
  const seen = new Map();
  for (const wrapper of wrappers)
    for (const name of wrapper.cases) {
      if (seen.has(name))
        throw new Error(`the event name ${name} is used by ${seen.get(name)} and ${wrapper.name}: names are unique over all aggregates`);
      seen.set(name, wrapper.name);
    }
  const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  return `// Code generated from proto/ by scripts/gen.mjs. DO NOT EDIT.

${wrappers.map((w) => `import { ${w.name} } from './${w.path}.js';`).join('\n')}

/** An event of any aggregate. */
export type AnyEvent =
${wrappers.map((w) => `  | NonNullable<${w.name}['event']>`).join('\n')};

/** A generated wrapper message of one aggregate's events. */
export type AnyEventCodec = {
  encode(message: { event: never }): { finish(): Uint8Array };
  decode(bytes: Uint8Array): { event: AnyEvent | undefined };
  toJSON(message: { event: never }): unknown;
};

/** The codec of each event by its wire type. */
export const EVENT_CODECS: Readonly<Record<string, AnyEventCodec>> = {
${wrappers.flatMap((w) => w.cases.map((name) => `  '${w.package}.${upper(name)}': ${w.name} as AnyEventCodec,`)).join('\n')}
};
`;
}
