import type { Logger } from './log.js';

/** What is to be done when the process ends: the last started is stopped first. */
export type Stopping = { onStop(name: string, stop: () => Promise<void>): void };

/** Longest time that an orderly end may take, in milliseconds. */
const PATIENCE = 20_000;

/** Ends the process in order at SIGTERM or SIGINT; a second signal ends it at once. */
export const createStopping = (logger: Logger): Stopping => {
  const stops: { name: string; stop: () => Promise<void> }[] = [];
  let ending = false;
  const end = async (signal: string): Promise<void> => {
    if (ending) process.exit(1);
    ending = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), PATIENCE).unref();
    for (const { name, stop } of stops.reverse())
      await stop().catch((error: unknown) => {
        logger.warn({ err: error, part: name }, 'a part did not stop in order');
      });
    logger.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  return { onStop: (name, stop) => void stops.push({ name, stop }) };
};

/** Ends the process at an error that nobody handles, with one line that names it: what it left behind cannot be trusted. */
export const endOnUnhandled = (logger: Logger): void => {
  process.on('uncaughtException', (error, origin) => {
    logger.fatal({ err: error, origin }, 'an error that nobody handles; the process ends');
    process.exit(1);
  });
};
