import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FindPlacesResponse, PlaceLevel } from '@accompany/contracts/directory/v1/place';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { EXIT, Failure } from '../exit.js';
import { type RefusedLine, readGazetteer } from '../gazetteer/file.js';
import { loadGazetteer, ParentMissing } from '../gazetteer/load.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { bold, dim, say, sayJson, sayMessage, styled, table } from '../output.js';

/** `accompany gazetteer load|find`: places with their official codes. */
export const gazetteerCommand = (program: Command): void => {
  const gazetteer = program.command('gazetteer').description('places with their official codes: provinces, districts, communes, villages');
  gazetteer
    .command('load')
    .description('load places into the directory; the same files again change nothing, and nothing is ever removed')
    .argument('<csv...>', 'files with the columns code, parent_code, name_km, name_latin, unit_km, unit_latin, unit_en')
    .action(async (files: string[], _given: object, command: Command) => {
      const { json, ...options } = globals(command);
      const { places, refused } = readGazetteer(files.map((file) => ({ file: basename(file), bytes: read(file) })));
      if (refused.length > 0) return refuse(refused, json);
      const bar = new SingleBar({
        format: '{bar} {value}/{total} places',
        hideCursor: true,
        clearOnComplete: true,
        stream: process.stderr,
      });
      if (!json) bar.start(places.length, 0);
      try {
        const loaded = await withNetwork(options, (network) => loadGazetteer(network, places, (done) => bar.update(done)));
        bar.stop();
        if (json) return sayJson({ files, ...loaded });
        say(bold(`read ${loaded.read} = added ${loaded.added} + changed ${loaded.changed} + unchanged ${loaded.unchanged}`));
        say(dim(`  the gazetteer is version ${loaded.version} with ${loaded.places} places`));
      } catch (error) {
        bar.stop();
        if (!(error instanceof ParentMissing)) throw error;
        refuse([error.at], json);
      } finally {
        bar.stop();
      }
    });
  gazetteer
    .command('find')
    .description('find places by a part of the name, in Khmer or Latin letters, or by the beginning of the code')
    .argument('[name]', 'part of the name; left out: the places directly inside', '')
    .option('--in <code>', 'only inside this place', '')
    .action(async (name: string, given: { in: string }, command: Command) => {
      const { json, ...options } = globals(command);
      const found = await withNetwork(options, (network) => network.directory.findPlaces({ name, areaCode: given.in, pageSize: 50 }));
      if (json) return sayMessage(FindPlacesResponse, found);
      const rows = found.places.map(({ place, within }) => [
        place?.placeCode ?? '',
        levelOf(place?.placeCode ?? ''),
        place?.nameLatin ?? '',
        place?.nameKhmer ?? '',
        within.map(({ nameLatin, nameKhmer }) => nameLatin || nameKhmer).join(' › '),
      ]);
      say(rows.length === 0 ? none(found.version) : table(['code', 'level', 'name', 'in Khmer', 'in'], rows));
      if (found.nextPageToken !== '') say(dim('  and more; give more of the name, or --in <code>'));
    });
};

const none = (version: number): string =>
  version === 0 ? 'no gazetteer is loaded; `accompany gazetteer load <csv>` loads one' : 'no place is called so';

const levelOf = (code: string): string => (PlaceLevel[code.length / 2] ?? '').replace('PLACE_LEVEL_', '').toLowerCase();

const read = (file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`, EXIT.fileRefused);
  }
};

const MOST_SHOWN = 20;

/** Says which lines stand in the way. */
const refuse = (refused: readonly RefusedLine[], json: boolean): void => {
  process.exitCode = EXIT.fileRefused;
  if (json) {
    sayJson({ refused });
    return;
  }
  const lines = refused.slice(0, MOST_SHOWN).map(({ file, line, reason }) => `  ${file}, line ${line}: ${reason}`);
  if (refused.length > MOST_SHOWN) lines.push(`  and ${refused.length - MOST_SHOWN} more`);
  process.stderr.write(`${styled('red', 'error')} ${refused.length} lines are refused:\n${lines.join('\n')}\n`);
};
