import type { Network } from '@accompany/client';
import { type Action, ListAllowedActionsResponse, Verdict } from '@accompany/contracts/common/v1/actions';
import type { Command } from 'commander';
import { findCase } from '../arguments.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { bold, dim, say, sayJson, styled, table } from '../output.js';
import { readTimeline } from './timeline.js';

const STREAM = /^[a-z]{2,20}-[0-9a-f-]{36}$/;

/** Who answers for the things of a kind: the first part of their stream's name. */
const ANSWERS: Readonly<Record<string, 'intakeActions' | 'referralActions'>> = { case: 'intakeActions', referral: 'referralActions' };

/** `accompany actions <thing>`: what the caller may do now, and what stands in the way of the rest. */
export const actionsCommand = (program: Command): void => {
  program
    .command('actions')
    .description('show what the caller may do now with a case and its referrals, and what stands in the way of the rest')
    .argument('<thing>', 'a case, or a stream as the timeline names it (referral-…)')
    .option('--why <action>', 'tell since when and why this action is refused')
    .action(async (given: string, { why }: { why?: string }, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        const streams = STREAM.test(given) ? [given] : await streamsOf(network, await findCase(network, given));
        for (const stream of streams) {
          if (why === undefined) await showActions(network, stream, json === true);
          else await showWhy(network, stream, why, json === true);
        }
      });
    });
};

const streamsOf = async (network: Network, caseId: string): Promise<string[]> => {
  const entries = await readTimeline(network, caseId);
  return [...new Set(entries.map(({ stream }) => stream))].filter((stream) => kindOf(stream) in ANSWERS);
};

const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

const answering = (network: Network, stream: string) => network[ANSWERS[kindOf(stream)] ?? 'intakeActions'];

const showActions = async (network: Network, stream: string, json: boolean): Promise<void> => {
  const answer = await answering(network, stream).listAllowedActions({ stream });
  if (json) return sayJson({ stream, ...(ListAllowedActionsResponse.toJSON(answer) as object) });
  say(bold(stream));
  say(`${table(['action', '', 'what stands in the way'], answer.actions.map(rowOf))}\n`);
};

const rowOf = ({ action, verdict, obstacle }: Action): string[] => [
  action,
  verdict === Verdict.VERDICT_ALLOWED
    ? styled('green', 'allowed')
    : verdict === Verdict.VERDICT_DONE
      ? 'done already'
      : styled('red', 'refused'),
  obstacle === undefined ? '' : `${obstacle.message}${factsOf(obstacle.facts)}`,
];

const factsOf = (facts: Readonly<Record<string, string>>): string => {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return told.length === 0 ? '' : dim(` (${told.join(', ')})`);
};

const showWhy = async (network: Network, stream: string, action: string, json: boolean): Promise<void> => {
  const answer = await answering(network, stream).explainRefusal({ stream, action });
  const { verdict, obstacle } = answer;
  if (json) return sayJson({ stream, action, verdict: Verdict[verdict], obstacle });
  if (obstacle === undefined) return say(`${stream}: ${action} is not refused now.`);
  const { since } = obstacle;
  say(`${stream}: ${action} is refused. ${obstacle.message}${factsOf(obstacle.facts)}`);
  if (since !== undefined) say(dim(`  since ${since.occurredAt?.toISOString() ?? ''} by ${since.type}, event ${since.eventId}`));
};
