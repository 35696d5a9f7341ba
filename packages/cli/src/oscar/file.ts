import { findNodeAtLocation, type JSONPath, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import * as z from 'zod';

/** A file that cannot be imported at all. Says where and why; nothing was sent. */
export class FileRefused extends Error {
  constructor(
    readonly line: number,
    readonly column: number,
    readonly reason: string,
  ) {
    super(`line ${line}, column ${column}: ${reason}`);
    this.name = 'FileRefused';
  }
}

/** One client as it stood in the file, not yet understood, and the line where it begins. */
export type RawClient = { readonly value: unknown; readonly line: number };

const bridgeState = z.looseObject({ data: z.looseObject({ data: z.array(z.unknown()) }) });
const oneClient = z.looseObject({ global_id: z.unknown() }).refine((object) => object.global_id !== undefined);

/**
 * Reads an OSCaR file: one client, a list of clients, or a bridge state whose clients stand under `data.data`.
 * Throws `FileRefused` for what is not JSON or none of the three; a client that is wrong inside is left to `records`.
 */
export const readOscarFile = (text: string): RawClient[] => {
  const tree = parse(text);
  const whole = toValue(tree);
  if (Array.isArray(whole)) return clientsAt(text, tree, [], whole);
  const state = bridgeState.safeParse(whole);
  if (state.success) return clientsAt(text, tree, ['data', 'data'], state.data.data.data);
  if (oneClient.safeParse(whole).success) return [{ value: whole, line: place(text, tree.offset).line }];
  const nearest = findNodeAtLocation(tree, ['data', 'data']) ?? findNodeAtLocation(tree, ['data']) ?? tree;
  throw refused(text, nearest.offset, 'expected one client with a global_id, a list of clients, or clients under data.data');
};

const parse = (text: string): Node => {
  const errors: ParseError[] = [];
  const tree = parseTree(text.replace(/^\uFEFF/, ' '), errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  if (first !== undefined) throw refused(text, first.offset, `not JSON: ${inWords(printParseErrorCode(first.error))}`);
  if (tree === undefined) throw refused(text, 0, 'the file is empty');
  return tree;
};

const clientsAt = (text: string, tree: Node, path: JSONPath, values: readonly unknown[]): RawClient[] =>
  values.map((value, index) => ({ value, line: place(text, findNodeAtLocation(tree, [...path, index])?.offset ?? 0).line }));

// A list of its own, so that a key such as `__proto__` stays data.
const toValue = (node: Node): unknown => {
  if (node.type === 'array') return (node.children ?? []).map(toValue);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries((node.children ?? []).map(({ children = [] }) => [children[0]?.value, children[1] && toValue(children[1])]));
};

const refused = (text: string, offset: number, reason: string): FileRefused => {
  const { line, column } = place(text, offset);
  return new FileRefused(line, column, reason);
};

const place = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

const inWords = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
