// Makes one file of each service and of `accompany`, `<its folder>/bundle/`, of what the compiler wrote: a process then starts in a third of the
// time, because most of a start is finding, reading and compiling 700 files. Does nothing where the bundles are current.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundleOf, folderOf, mainIn, nodeOptions, unbundled } from '@accompany/local/program';
import { build } from 'esbuild';
import { root } from './prepare.mjs';

/** The servers of one machine stay where they are: they bring programs along, and most commands do without them. Asked for when needed. */
const OUTSIDE = '@accompany/local';

/** Our own code finds its SQL and descriptors beside itself: it is told where it lay. */
const besideItself = (folder) => ({
  name: 'beside-itself',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\](packages|services)[/\\][^/\\]+[/\\]dist[/\\].*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', `new URL(${JSON.stringify(relative(folder, path).replaceAll('\\', '/'))}, import.meta.url).href`)
        .replaceAll(`import('${OUTSIDE}')`, `importOutside('${OUTSIDE}')`),
      resolveDir: dirname(path),
    })),
});

const bundle = async (program) => {
  try {
    await make(program);
  } catch (error) {
    // Half a bundle would be taken for a whole one.
    rmSync(dirname(bundleOf(program)), { recursive: true, force: true });
    throw error;
  }
};

const make = async (program) => {
  const start = bundleOf(program);
  const folder = dirname(start);
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [join(folderOf(program), 'dist/main.js')],
    outfile: mainIn(folder),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // A package's ES modules name what they need in ways that a bundler sees.
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // V8 forgets with compiled code who is asked for modules: `importOutside` of start.cjs is.
    supported: { 'dynamic-import': false },
    lineLimit: 200,
    // Changed at run time by our own code, which has to meet the same copy.
    external: ['kafkajs', 'pg-native'],
    // pg asks for `Response` to know Cloudflare's workers; on Node 20 the question alone loads the whole of fetch.
    define: { Response: 'undefined', 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    plugins: [besideItself(folder)],
    logLevel: 'warning',
  });
  copyFileSync(join(root, 'scripts', 'start.cjs'), start);
  const options = program === 'cli' ? [] : nodeOptions;
  execFileSync(process.execPath, [...options, start, '--help'], { env: { COMPILE_ONLY: '1' }, stdio: ['ignore', 'ignore', 'inherit'] });
};

await Promise.all(unbundled().map(bundle));
