// Generates packages/contracts from proto/.
//   npm run gen                 all of it
//   npm run gen -- referral     one context
//   npm run gen -- --check      fails when what is committed is not what would be generated
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');
const contracts = 'packages/contracts';
const arguments_ = process.argv.slice(2);
/** What the validation rules draw in and no generated message imports. */
const NOT_IMPORTED = ['buf', 'google/protobuf/descriptor.ts', 'google/protobuf/field_mask.ts'];
const checking = arguments_.includes('--check');
const contexts = arguments_.filter((argument) => !argument.startsWith('--'));

const buf = (...args) =>
  execFileSync(join(bin, 'buf'), args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });

if (checking) check();
else generate(root);

/** Generates below a folder: the messages, the descriptor set, and the index of all events. */
function generate(into) {
  const target = join(into, contracts);
  if (contexts.length === 0)
    for (const folder of ['accompany', 'google']) rmSync(join(target, 'src', folder), { recursive: true, force: true });
  const paths =
    contexts.length === 0 ? ['proto/accompany'] : [...contexts.map((context) => `proto/accompany/${context}`), 'proto/accompany/common'];
  buf('generate', '.', '-o', into, ...paths.flatMap((path) => ['--path', path]));
  for (const unused of NOT_IMPORTED) rmSync(join(target, 'src', unused), { recursive: true, force: true });
  buf('build', '--as-file-descriptor-set', '--exclude-source-info', '-o', join(target, 'descriptor.binpb'));
  writeContexts(join(target, 'descriptors'), fromBinary(FileDescriptorSetSchema, readFileSync(join(target, 'descriptor.binpb'))));
  writeFileSync(join(target, 'src/events.ts'), eventIndex(readFileSync(join(target, 'descriptor.binpb'))));
}

/** The protos of each context and what they import, as a descriptor set: what a service needs to check its requests. */
function writeContexts(folder, set) {
  mkdirSync(folder, { recursive: true });
  const files = new Map(set.file.map((file) => [file.name, file]));
  for (const context of readdirSync(join(root, 'proto/accompany'))) {
    const needed = new Set([...files.keys()].filter((name) => name.startsWith(`accompany/${context}/`)));
    for (const name of needed) for (const imported of files.get(name).dependency) needed.add(imported);
    const own = create(FileDescriptorSetSchema, { file: set.file.filter(({ name }) => needed.has(name)) });
    writeFileSync(join(folder, `${context}.binpb`), toBinary(FileDescriptorSetSchema, own));
  }
}

function check() {
  const folder = mkdtempSync(join(tmpdir(), 'accompany-gen-'));
  try {
    cpSync(join(root, contracts, 'src'), join(folder, 'committed/src'), { recursive: true });
    for (const binary of ['descriptor.binpb', 'descriptors'])
      cpSync(join(root, contracts, binary), join(folder, 'committed', binary), { recursive: true });
    generate(join(folder, 'generated'));
    execFileSync('diff', ['-rq', '-x', 'upcasters.ts', join(folder, 'committed'), join(folder, 'generated', contracts)], {
      stdio: 'inherit',
    });
  } catch {
    console.error('The generated code in packages/contracts is not what proto/ generates. Run `npm run gen` and commit the result.');
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What consumers need of all contexts: the union of all events, and the codec of each wire type. */
function eventIndex(image) {
  const wrappers = [...createFileRegistry(fromBinary(FileDescriptorSetSchema, image))]
    .filter((type) => type.kind === 'message' && /[/_]events$/.test(type.file.name) && type.oneofs.some((one) => one.name === 'event'))
    .map((message) => ({
      name: message.name,
      path: message.file.name,
      package: message.file.proto.package,
      cases: message.oneofs.find((one) => one.name === 'event').fields.map((field) => field.localName),
    }))
    .sort((a, b) => `${a.path}${a.name}`.localeCompare(`${b.path}${b.name}`));
  refuseSharedNames(wrappers);
  /** A wrapper with a case of a second version has superseded ones, which `upcasters.ts` brings to the newest shape. */
  const codecOf = ({ name, cases }) => (cases.some((one) => /V\d+$/.test(one)) ? `newest(${name}) as unknown` : name);
  const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  return `// Code generated from proto/ by scripts/gen.mjs. DO NOT EDIT.

${wrappers.map((w) => `import { ${w.name} } from './${w.path}.js';`).join('\n')}
import { type Newest, newest } from './upcasters.js';

/** An event of any aggregate, in its newest shape. */
export type AnyEvent = Newest<
${wrappers.map((w) => `  | NonNullable<${w.name}['event']>`).join('\n')}
>;

/** A generated wrapper message of one aggregate's events. */
export type AnyEventCodec = {
  encode(message: { event: never }): { finish(): Uint8Array };
  decode(bytes: Uint8Array): { event: AnyEvent | undefined };
  toJSON(message: { event: never }): unknown;
};

/** The codec of each event by its wire type; it gives the newest shape of what it reads. */
export const EVENT_CODECS: Readonly<Record<string, AnyEventCodec>> = {
${wrappers.flatMap((w) => w.cases.map((name) => `  '${w.package}.${upper(name)}': ${codecOf(w)} as AnyEventCodec,`)).join('\n')}
};
`;
}

function refuseSharedNames(wrappers) {
  const owners = new Map();
  for (const { name, cases } of wrappers)
    for (const event of cases) {
      if (owners.has(event))
        throw new Error(`the event ${event} is in ${owners.get(event)} and in ${name}: names are unique over all aggregates`);
      owners.set(event, name);
    }
}
