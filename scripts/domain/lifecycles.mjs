// What each command does in each state, drawn and tabled from trying it; who may give it; what it is refused for.

import { slug } from './links.mjs';

const NOBODYS = ['the network', 'the clock'];

/** A name of a state as Mermaid takes it. */
const node = (status, nothing) => (status === nothing ? '[*]' : status.replaceAll(/\W+/g, '_'));

const edges = ({ states, commands, attempt }) => {
  const [nothing] = states;
  const by = new Map();
  for (const { name, status } of states)
    for (const command of commands) {
      const done = attempt(name, command.name);
      if (done.is !== 'done' || done.status === status) continue;
      const edge = `${node(status, nothing.status)} --> ${node(done.status, nothing.status)}`;
      by.set(edge, (by.get(edge) ?? new Set()).add(command.name.replaceAll(':', ',')));
    }
  return [...by].map(([edge, names]) => `  ${edge}: ${[...names].join(', ')}`);
};

const diagramOf = (matrix) => ['```mermaid', 'stateDiagram-v2', ...edges(matrix), '```'].join('\n');

const cellOf = (tried, { status }) => {
  switch (tried.is) {
    case 'done':
      return tried.status === status ? '✓' : `**${tried.status}**`;
    case 'nothing':
      return '·';
    default:
      return `\`${tried.reason}\``;
  }
};

const row = (...cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

const tableOf = ({ states, commands, attempt }) =>
  table(
    ['command', 'by', ...states.map(({ name }) => name)],
    commands.map(({ name, by }) => [name, by.join(' or '), ...states.map((state) => cellOf(attempt(state.name, name), state))]),
  );

/** A role may give a command where it does something in some state; else what it is told, where its owner may. */
const mayOf = ({ states, attempt }, { name, by }, role) => {
  if (NOBODYS.includes(by[0])) return '';
  const tried = states.map((state) => [attempt(state.name, name), attempt(state.name, name, role)]);
  if (tried.some(([, one]) => one.is === 'done')) return '✓';
  const told = tried.filter(([owner, one]) => owner.is === 'done' && one.is === 'refused').map(([, one]) => `\`${one.reason}\``);
  return [...new Set(told)].join(', ') || '·';
};

const rolesOf = (matrix) =>
  table(
    ['who may', ...matrix.roles],
    matrix.commands
      .filter(({ by }) => !NOBODYS.includes(by[0]))
      .map((command) => [command.name, ...matrix.roles.map((role) => mayOf(matrix, command, role))]),
  );

const reasonsOf = ({ states, commands, roles, attempt }) => {
  const found = new Set();
  for (const { name } of states)
    for (const command of commands)
      for (const role of NOBODYS.includes(command.by[0]) ? [undefined] : roles) {
        const tried = attempt(name, command.name, role);
        if (tried.is === 'refused') found.add(tried.reason);
      }
  return [...found].toSorted().map((reason) => `[\`${reason}\`](reasons.md#${reason})`);
};

const sectionOf = (matrix) => `### ${matrix.title}

Decided in [\`${matrix.source}\`](../${matrix.source}).

${diagramOf(matrix)}

${tableOf(matrix)}

${rolesOf(matrix)}

Refused for: ${reasonsOf(matrix).join(' · ')}
`;

/** The lifecycles of all services, with their list in front. */
export const lifecycles = (services) => `## Lifecycles

${services.map(({ name, matrices }) => `- ${name}: ${matrices.map(({ title }) => `[${title}](#${slug(title)})`).join(' · ')}`).join('\n')}

Each is tried, command by command and state by state; the same tables are read by
[\`test/src/matrix.test.ts\`](../test/src/matrix.test.ts), which tries them again. A cell says the **state** that a command leads to; ✓ where
something is recorded and the state stays; · where there is nothing to do, as when a command comes a second time; or the \`REASON\` for which it is
refused. A command of *the network* is a reaction to an event, one of *the clock* a timer: both are in the [policies](#policies). The second table
says of each command whose it is: ✓, or what others are told.

${services.flatMap(({ matrices }) => matrices.map(sectionOf)).join('\n')}`;
