import { parser } from '@prometheus-io/lezer-promql';

type Node = ReturnType<typeof parser.parse>['topNode'];

/** A metric that an expression asks for, with the labels that it is asked by: matched, grouped by or joined on. */
export type Asked = { readonly metric: string; readonly labels: readonly string[] };

/**
 * Every metric in a PromQL expression, in order, with the labels that the expression relies on.
 * @throws Error that says where the expression does not parse
 */
export const askedIn = (expression: string): Asked[] => {
  const root = parser.parse(expression).topNode;
  const broken = within(root, ({ type }) => type.isError)[0];
  if (broken !== undefined) throw new Error(`not PromQL from character ${broken.from} on: ${expression}`);
  const text = ({ from, to }: Node): string => expression.slice(from, to);
  const labelsIn = (node: Node): string[] => within(node, ({ name }) => name === 'LabelName').map(text);

  return within(root, ({ name }) => name === 'VectorSelector').map((selector) => {
    const metric = selector.getChild('Identifier');
    if (metric === null) throw new Error(`a selector without the name of a metric: ${text(selector)}`);
    const around = ancestors(selector).flatMap((node) => [
      ...node.getChildren('AggregateModifier'),
      ...node.getChildren('MatchingModifierClause'),
    ]);
    return { metric: text(metric), labels: [...new Set([selector, ...around].flatMap(labelsIn))] };
  });
};

const within = (node: Node, wanted: (node: Node) => boolean): Node[] => {
  const found: Node[] = [];
  node.cursor().iterate((cursor) => {
    if (wanted(cursor.node)) found.push(cursor.node);
  });
  return found;
};

const ancestors = ({ parent }: Node): Node[] => (parent === null ? [] : [parent, ...ancestors(parent)]);

/** What an expression asks for that is not there: metrics by their name, labels as `metric{label}`. */
export const unknownIn = (expression: string, known: ReadonlyMap<string, readonly string[]>): string[] =>
  askedIn(expression).flatMap(({ metric, labels }) => {
    const has = known.get(metric);
    if (has === undefined) return [metric];
    return labels.filter((label) => !has.includes(label)).map((label) => `${metric}{${label}}`);
  });
