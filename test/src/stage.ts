import { refusal } from '@accompany/client';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { expect, test } from 'vitest';

/** One row of an account: what the network must hold once it was played. */
export type Stage<Scene> = { readonly id: string; readonly holds: string; readonly check: (scene: Scene) => Promise<void> };

type Account<Scene, Journey> = {
  readonly stages: readonly Stage<Scene>[];
  readonly steps: readonly { readonly id: string; readonly play: (journey: Journey) => Promise<string> }[];
  readonly sceneOf: (journey: Journey) => Scene;
};

/** A test for each row: play the step, then look. A step whose effects come by a reaction is looked at until they are there. */
export const stageTests = <Scene, Journey>({ stages, steps, sceneOf }: Account<Scene, Journey>, journeyOf: () => Journey): void => {
  for (const { id, holds, check } of stages) {
    test(`${id}: ${holds}`, async () => {
      const step = steps.find((one) => one.id === id);
      expect(step, `${id} is a step of the account`).toBeDefined();
      expect(await step?.play(journeyOf())).not.toBe('');
      await check(sceneOf(journeyOf()));
    });
  }
};

/** The reason with which a call was refused; `answered` when it was not. */
export const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: unknown) => refusal(error)?.reason ?? String(error),
  );

/** The roles in which agencies take part, for example `aple lead`. */
export const roles = (participants: readonly { agency: string; role: ParticipantRole }[]): string[] =>
  participants.map(({ agency, role }) => `${agency} ${ParticipantRole[role].split('_').at(-1)?.toLowerCase()}`);
