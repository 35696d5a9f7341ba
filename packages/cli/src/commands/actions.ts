import type { Network } from '@accompany/client';
import { ListAllowedActionsResponse, Obstacle, Verdict } from '@accompany/contracts/common/v1/actions';
import type { Command } from 'commander';
import { answering, KINDS, kindOf, orNothing, thingsOf } from '../actions/things.js';
import { actionInWords, actionsInWords, isMeant, obstacleInWords, thingInWords } from '../actions/words.js';
import { findCase } from '../arguments.js';
import { EXIT, Failure } from '../exit.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { bold, dim, minute, say, sayJson } from '../output.js';

type Found = { readonly stream: string; readonly answer: ListAllowedActionsResponse };

/** `accompany actions <thing>`: what the caller may do now, and what stands in the way of the rest. */
export const actionsCommand = (program: Command): void => {
  program
    .command('actions')
    .description('show what an agency (--as) may do now with a case and all that belongs to it, and what stands in the way of the rest')
    .argument('<thing>', 'a case, or one thing by its kind and id (referral-…, agency-…)')
    .option('--why <action>', 'tell since when and why this action is refused')
    .action(async (given: string, { why }: { why?: string }, command: Command) => {
      const { json, ...options } = globals(command);
      const isThing = KINDS.includes(kindOf(given));
      if (!isThing && options.as === 'operator') throw new Failure('say who would act: `--as <agency>`.', EXIT.usage);
      await withNetwork(options, async (network) => {
        const caseId = isThing ? undefined : await findCase(network, given);
        const streams = caseId === undefined ? [given] : await thingsOf(network, caseId);
        const found = await findActions(network, streams);
        if (found.length === 0) throw new Failure(`there is nothing here that ${options.as} takes part in.`);
        if (why !== undefined) return tellWhy(network, found, why, json);
        if (json) return sayJson({ caseId, things: found.map(asJson) });
        for (const { stream, answer } of found) say(`${bold(thingInWords(stream))}\n${actionsInWords(answer.actions)}\n`);
      });
    });
};

/** The actions of each of these things that the caller takes part in. */
const findActions = async (network: Network, streams: readonly string[]): Promise<Found[]> => {
  const found = await Promise.all(
    streams.map((stream) =>
      orNothing(['THING_UNKNOWN'], async () => [{ stream, answer: await answering(network, stream).listAllowedActions({ stream }) }]),
    ),
  );
  return found.flat();
};

const asJson = ({ stream, answer }: Found): object => ({ stream, ...(ListAllowedActionsResponse.toJSON(answer) as object) });

const tellWhy = async (network: Network, found: readonly Found[], why: string, json: boolean): Promise<void> => {
  const meant = found.flatMap(({ stream, answer }) =>
    answer.actions.filter(({ action }) => isMeant(action, why)).map(({ action }) => ({ stream, action })),
  );
  const known = [...new Set(found.flatMap(({ answer }) => answer.actions.map(({ action }) => action)))];
  if (meant.length === 0) throw new Failure(`nothing here can be done that is called "${why}". There are ${known.join(', ')}.`, EXIT.usage);
  const answers = await Promise.all(meant.map(async (one) => ({ ...one, ...(await answering(network, one.stream).explainRefusal(one)) })));
  if (json)
    return sayJson(
      answers.map(({ verdict, obstacle, ...one }) => ({
        ...one,
        verdict: Verdict[verdict],
        obstacle: obstacle && Obstacle.toJSON(obstacle),
      })),
    );
  for (const { stream, action, obstacle } of answers) {
    if (obstacle === undefined) say(`${thingInWords(stream)}: ${actionInWords(action)} is not refused now.`);
    else say(`${thingInWords(stream)}: ${actionInWords(action)} is refused. ${obstacleInWords(obstacle)}`);
    if (obstacle?.since !== undefined)
      say(dim(`  since ${minute(obstacle.since.occurredAt)} by ${obstacle.since.type}, event ${obstacle.since.eventId}`));
  }
};
