import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, throwawayFolder } from './folders.js';
import { javaProgram, mavenProgram } from './java.js';
import { freePort } from './ports.js';
import { run, type Server, type StartOptions } from './server.js';
import { fillOnce, runTool, tell } from './tools.js';

const version = '3.6.1';

/** Zipkin's server in the cache folder, one file, fetched by Maven the first time (135 MB, up to a minute). */
const zipkinJar = async (): Promise<string> => {
  const folder = join(cacheFolder(), `zipkin-${version}`);
  if (!existsSync(folder)) {
    const maven = mavenProgram(`Zipkin ${version}`);
    tell(`Fetching Zipkin ${version} with Maven, once, into ${folder} …`);
    await fillOnce(folder, async (empty) => {
      const artifact = `io.zipkin:zipkin-server:${version}:jar:exec`;
      await runTool(maven, ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${empty}`], {
        cwd: empty,
        timeoutMs: 600_000,
      });
    });
  }
  return join(folder, `zipkin-server-${version}-exec.jar`);
};

/**
 * Starts Zipkin, which keeps traces in memory and shows them on a page, on a free port of 127.0.0.1; `address` is its URL.
 * Takes about 8 s, and 200 MB of memory.
 */
export const startZipkin = async (options: StartOptions = {}): Promise<Server> => {
  const command = await javaProgram('Zipkin');
  const jar = await zipkinJar();
  const folder = options.folder ?? (await throwawayFolder('zipkin'));
  const settings = join(folder, 'zipkin.json');
  if (!existsSync(settings)) {
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(settings, JSON.stringify({ port: await freePort() }));
  }
  const { port } = JSON.parse(await readFile(settings, 'utf8')) as { port: number };
  const memory = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const listen = [`ip=127.0.0.1`, `port=${port}`, 'protocols[0]=http'].map((setting) => `--armeria.ports[0].${setting}`);
  return run(
    {
      name: 'zipkin',
      address: `http://127.0.0.1:${port}`,
      folder,
      dataFolder: join(folder, 'data'),
      command,
      args: [...memory, '-jar', jar, ...listen],
      cwd: folder,
      readyText: 'Serving HTTP at',
      retryText: 'Address already in use',
    },
    options,
  );
};
