import type { Command } from 'commander';

/** Options that every command takes. */
export type GlobalOptions = { as?: string; json?: boolean; state?: string };

/** The global options as given to any command. `who` acts when nobody is named. */
export const globals = (command: Command, who = 'operator'): GlobalOptions & { as: string; json: boolean } => {
  const given = command.optsWithGlobals<GlobalOptions>();
  return { ...given, as: given.as ?? who, json: given.json ?? false };
};
