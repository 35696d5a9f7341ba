// What happens by itself: every reaction and timer, found by trying all samples of events on it.
import { readdirSync, readFileSync } from 'node:fs';
import { EVENT_CODECS } from '@accompany/contracts/events';
import { POLICIES } from './stated.mjs';

const root = new URL('../../', import.meta.url);
const golden = new URL('test/golden/', root);

const then = new Date('2022-02-01T08:00:00Z');

/** A sample of an event, and what it would be with one code, number or text of it changed, or a moment added: rules look at those. */
const variants = ({ $case, value }) => {
  const changed = Object.entries(value).flatMap(([field, held]) => {
    if (typeof held === 'number') return Array.from({ length: 13 }, (_, other) => ({ ...value, [field]: other }));
    if (held === undefined) return [{ ...value, [field]: then }];
    return typeof held === 'string' ? [{ ...value, [field]: '' }] : [];
  });
  return [value, ...changed].map((one) => ({ $case, value: one }));
};

const samples = readdirSync(golden)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, golden), 'utf8')))
  .map(({ type, bytes }) => ({ type, codec: EVENT_CODECS[type], event: EVENT_CODECS[type].decode(Buffer.from(bytes, 'hex')).event }))
  .map((sample) => ({ ...sample, variants: variants(sample.event) }));

const ID = '00000000-0000-4000-8000-000000000001';
const meta = { eventId: `${ID}/1`, source: 'sample', stream: `sample-${ID}`, streamId: ID, caseId: ID, occurredAt: then, recordedAt: then };
const told = { ...meta, actor: { kind: 'service', service: 'sample' }, position: 1 };

/** The names of the events for which something holds, each once. */
const eventsWhere = (holds, of = samples) => [
  ...new Set(of.filter((sample) => sample.variants.some(holds)).map(({ event }) => event.$case)),
];

const isOrdered =
  ({ on, among }) =>
  (event) =>
    on(event, told).length > 0 || among?.(event, told) !== undefined;

const ownOf = ({ aggregate }) => samples.filter(({ codec }) => codec === aggregate.codec);
const sets =
  ({ derive }) =>
  (event) =>
    derive(event, told).some((change) => 'set' in change);
const clears =
  ({ derive }) =>
  (event) =>
    derive(event, told).some((change) => 'clear' in change);

const settingOf = (settings) => (name) => {
  const unit = name.match(/HOURS|DAYS|PERCENT/)?.[0].toLowerCase() ?? '';
  const held = [settings[name]].flat();
  const by = unit === 'hours' && held.length === 3 ? ' for high, medium, low' : '';
  return `\`${name}\` (${held.join(', ')} ${unit}${by})`;
};

const row = (...cells) => `| ${cells.join(' | ')} |`;
const named = (events) => events.map((event) => `\`${event.charAt(0).toUpperCase()}${event.slice(1)}\``).join(', ');

/** A row for each: what, on which events, does what, where, after how long. */
const rowsOf = (services, settings) =>
  services.flatMap(({ name: service, reactions, timers }) => [
    ...reactions.map((one) => {
      const due = one.limits === undefined ? '' : `; due within ${one.limits.map(settingOf(settings)).join(', ')}`;
      return { ...one, service, events: eventsWhere(isOrdered(one)), cleared: [], when: `at once${due}` };
    }),
    ...timers.map((one) => {
      const limit = one.limits === undefined ? '' : `: ${one.limits.map(settingOf(settings)).join(', ')}`;
      const own = ownOf(one);
      return { ...one, service, events: eventsWhere(sets(one), own), cleared: eventsWhere(clears(one), own), when: `${one.after}${limit}` };
    }),
  ]);

/** Every definition in the sources is in the table: nothing happens by itself that is not told. */
const untold = (services) => {
  const known = new Set(services.flatMap(({ reactions, timers }) => [...reactions, ...timers].map(({ name }) => name)));
  return services.flatMap(({ name }) => {
    const folder = new URL(`services/${name}/src/`, root);
    const texts = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const declared = texts.flatMap((text) => [...text.matchAll(/\b(?:reaction|timer)\(\{\s*name: '([^']+)'/g)].map(([, found]) => found));
    return declared.filter((found) => !known.has(found)).map((found) => `${name}: ${found} is in no documented.ts`);
  });
};

/** The policies with what is wrong with them. */
export const policies = ({ services, settings }) => {
  const rows = rowsOf(services, settings);
  const names = new Set(rows.map(({ name }) => name));
  const problems = [
    ...untold(services),
    ...rows.filter(({ does }) => !does).map(({ name }) => `${name} does not say what it does`),
    ...rows.filter(({ events }) => events.length === 0).map(({ name }) => `${name} reacts to no sample of an event`),
    ...POLICIES.flatMap(({ by }) => by)
      .filter((name) => !names.has(name))
      .map((name) => `a policy names ${name}, which there is not`),
    ...POLICIES.filter(({ exactly }) => exactly !== undefined).flatMap(({ exactly, by }) =>
      rows
        .filter(({ name, events }) => events.includes(exactly) && !by.includes(name))
        .map(({ name }) => `${name} reacts to ${exactly}, against a policy`),
    ),
  ];
  const lines = rows.map(({ name, service, events, cleared, does, when }) =>
    row(
      named(events),
      `${does} <a id="${name}"></a>`,
      `${service}: \`${name}\``,
      `${when}${cleared.length > 0 ? `; not after ${named(cleared)}` : ''}`,
    ),
  );
  const stated = POLICIES.map(({ policy, by, so = '' }) =>
    row(policy, [...by.map((name) => `[\`${name}\`](#${name})`), ...(so === '' ? [] : [so])].join(', ')),
  );
  const text = `## Policies

What happens by itself. *On* is found by trying every sample of an event in [\`test/golden\`](../test/golden) on it. A reaction runs once for an event, in
the order of its case, and never on replay; a timer is derived from the events of its own stream and is decided again when it fires. Settings are per
network; in brackets the usual.

${row('on', 'does', 'where', 'after')}
${row('---', '---', '---', '---')}
${lines.join('\n')}

The policies of the domain, and what carries them out:

${row('policy', 'by')}
${row('---', '---')}
${stated.join('\n')}
`;
  return { text, problems };
};
