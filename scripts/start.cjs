// The first file of a bundle, `services/<name>/bundle/start.cjs`: runs the program beside it from the code that V8 compiled of it before, so that a
// start neither reads it word for word nor compiles it. Another Node, or other flags, than it was compiled with only takes longer.
// With COMPILE_ONLY=1 it compiles, writes that down and ends.
'use strict';
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const filename = join(__dirname, 'main.cjs');
const compiled = join(__dirname, 'main.cache');

// The bundler writes nothing but ASCII.
const script = new Script(
  `(function (exports, require, module, __filename, __dirname, importOutside) {${readFileSync(filename, 'latin1')}\n})`,
  {
    filename,
    cachedData: existsSync(compiled) ? readFileSync(compiled) : undefined,
  },
);
script.runInThisContext()(exports, require, module, filename, __dirname, (name) => import(name));

if (process.env.COMPILE_ONLY === '1') {
  // What a start needs is compiled by now, and kept along.
  writeFileSync(compiled, script.createCachedData());
  process.exit(0);
}
