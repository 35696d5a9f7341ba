import { CommanderError } from 'commander';
import { EXIT, fail } from './exit.js';
import { createProgram } from './program.js';

const program = createProgram();
const everywhere = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
for (const command of everywhere) command.exitOverride();

void program.parseAsync(process.argv).catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  else fail(error);
});
