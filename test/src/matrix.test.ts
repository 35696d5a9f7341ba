import { readFileSync } from 'node:fs';
import { EVENT_CODECS } from '@accompany/contracts/events';
import { REASONS } from '@accompany/domain';
import { type Attempt, type Matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { matrices as ofEveryService } from '../../packages/runtime/src/documented.js';
import { matrices as ofAssessment } from '../../services/assessment/src/documented.js';
import { matrices as ofDirectory } from '../../services/directory/src/documented.js';
import { matrices as ofIntake } from '../../services/intake/src/documented.js';
import { matrices as ofLegalAid } from '../../services/legal-aid/src/documented.js';
import { matrices as ofReferral } from '../../services/referral/src/documented.js';

/** Every command of every aggregate from every state, held against docs/domain.md cell by cell. */
const matrices: readonly Matrix[] = [...ofIntake, ...ofAssessment, ...ofReferral, ...ofLegalAid, ...ofDirectory, ...ofEveryService];

const page = readFileSync(new URL('../../docs/domain.md', import.meta.url), 'utf8');

type Table = { readonly head: readonly string[]; readonly rows: ReadonlyMap<string, readonly string[]> };

/** The tables of a section, each by its first column. */
const tablesOf = (title: string): Table[] => {
  const section = page.split(/^### /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
  return section
    .split('\n\n')
    .filter((block) => block.startsWith('| '))
    .map((block) => {
      const [head = [], , ...rows] = block.trim().split('\n').map(cellsOf);
      return { head, rows: new Map(rows.map(([name = '', ...cells]) => [name, cells])) };
    });
};

const cellsOf = (line: string): string[] =>
  line
    .slice(2, -2)
    .split(' | ')
    .map((cell) => cell.trim());

/** What the documentation says of an outcome. */
const said = (tried: Attempt, status: string): string => {
  switch (tried.is) {
    case 'done':
      return tried.status === status ? '✓' : `**${tried.status}**`;
    case 'nothing':
      return '·';
    case 'refused':
      return `\`${tried.reason}\``;
  }
};

/** Events that nothing writes any more: a later shape took their place. */
const SUPERSEDED = ['referralReceived'];

const isNobodys = (by: readonly string[]): boolean => by.includes(THE_NETWORK) || by.includes(THE_CLOCK);

test('every aggregate has a section', () => {
  expect([...page.matchAll(/^### (.*)$/gm)].map(([, title]) => title).slice(0, matrices.length)).toEqual(
    matrices.map(({ title }) => title),
  );
});

test('every event of every aggregate comes of some command in some state', () => {
  const written = new Set(SUPERSEDED);
  for (const { commands, states, attempt } of matrices)
    for (const { name } of commands)
      for (const state of states) {
        const tried = attempt(state.name, name);
        if (tried.is === 'done') for (const event of tried.events) written.add(event);
      }
  const events = Object.keys(EVENT_CODECS).map((type) => type.split('.').at(-1) ?? '');
  expect(events.filter((event) => !written.has(event.charAt(0).toLowerCase() + event.slice(1)))).toEqual([]);
});

describe.each(matrices.map((matrix) => [matrix.title, matrix] as const))('%s', (title, { states, commands, roles, attempt }) => {
  const statuses = new Set(states.map(({ status }) => status));
  const [lifecycle, rights] = tablesOf(title);

  test.each(commands.map(({ name }) => name))('%s in every state, as documented', (name) => {
    const outcomes = states.map((state) => said(attempt(state.name, name), state.status));
    expect(lifecycle?.head.slice(2)).toEqual(states.map((state) => state.name));
    expect(lifecycle?.rows.get(name)?.slice(1)).toEqual(outcomes);
  });

  test('nothing is undecided: a state of the diagram, nothing, or a reason of the catalogue; and twice is once', () => {
    for (const { name, by } of commands)
      for (const role of isNobodys(by) ? [undefined] : roles)
        for (const state of states) {
          const tried = attempt(state.name, name, role);
          if (tried.is === 'refused') expect(Object.keys(REASONS)).toContain(tried.reason);
          if (tried.is !== 'done') continue;
          expect(statuses, `${name} in ${state.name}`).toContain(tried.status);
          expect(tried.again, `${name} in ${state.name}, again`).toBe('nothing');
        }
  });

  test('every command does something in some state, for those whose it is and nobody else', () => {
    for (const { name, by } of commands) {
      if (isNobodys(by)) {
        expect(states.map((state) => attempt(state.name, name).is)).toContain('done');
        continue;
      }
      const may = roles.filter((role) => states.some((state) => attempt(state.name, name, role).is === 'done'));
      expect(may.toSorted(), name).toEqual(by.toSorted());
      expect(roles.filter((_, index) => rights?.rows.get(name)?.[index] === '✓').toSorted(), name).toEqual(by.toSorted());
    }
  });
});
