import { type Action, type Obstacle, Verdict } from '@accompany/contracts/common/v1/actions';
import { dim, list, styled } from '../output.js';
import { kindOf } from './things.js';

const WIDTH = 110;

/** `AcceptReferral` is "accept referral". */
export const actionInWords = (name: string): string => name.replace(/(?<=.)([A-Z])/g, ' $1').toLowerCase();

/** Whether a person means this action, by its name or in words. */
export const isMeant = (name: string, given: string): boolean =>
  actionInWords(name) === actionInWords(given) || name.toLowerCase() === given;

/** `Referral 4f0c…`. */
export const thingInWords = (stream: string): string => {
  const kind = kindOf(stream) === 'careplan' ? 'care plan' : kindOf(stream);
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${stream.slice(stream.indexOf('-') + 1)}`;
};

/** What may be done, what is done already, and what stands in the way of the rest, one line for each obstacle. */
export const actionsInWords = (actions: readonly Action[]): string => {
  const those = (verdict: Verdict) => actions.filter((action) => action.verdict === verdict).map(({ action }) => actionInWords(action));
  const refused = [...byObstacle(actions)].map(([obstacle, names]) => `${styled('red', names.join(', '))}: ${obstacle}`);
  return list([
    ...line('you may', styled('green', those(Verdict.VERDICT_ALLOWED).join(', ') || 'nothing now')),
    ...line('done', those(Verdict.VERDICT_DONE).join(', ')),
    ...refused.flatMap((text, index) => line(index === 0 ? 'not now' : '', text)),
  ]);
};

const byObstacle = (actions: readonly Action[]): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const { action, obstacle } of actions) {
    if (obstacle === undefined) continue;
    const text = obstacleInWords(obstacle);
    found.set(text, [...(found.get(text) ?? []), actionInWords(action)]);
  }
  return found;
};

/** The rule in words, with the ids and codes that stand in the way. */
export const obstacleInWords = ({ message, facts }: Obstacle): string => {
  const told = Object.entries(facts).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
  return told.length === 0 ? message : `${message} ${dim(`(${told.join(', ')})`)}`;
};

/** A line with its name; what is too long goes on below. */
const line = (name: string, text: string): [string, string][] => {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((part, index) => [index === 0 ? name : '', part]);
};
