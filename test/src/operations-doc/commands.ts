import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

/** What operators read: docs/operations.md, and a page for each alert. */
export const pages: readonly string[] = ['operations.md', ...readdirSync(`${docs}runbooks`).map((file) => `runbooks/${file}`)];

export const readPage = (page: string): string => readFileSync(`${docs}${page}`, 'utf8');

const inBlocks = (text: string): string[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, language, block]) => {
    if (language !== 'sh') throw new Error(`a block that is not of sh: ${block}`);
    return (block as string).trim().split('\n');
  });

/** Every command that stands in a block of a page, each once. */
export const commands = (): string[] => [...new Set(pages.map(readPage).flatMap(inBlocks))];

/** Every command of ours that is named within a sentence, without what follows its options. */
export const mentions = (): string[] =>
  pages.map(readPage).flatMap((text) => [...text.matchAll(/`(?:npx )?accompany ([^`]+)`/g)].map(([, command]) => command as string));
