import { find, runTool } from './tools.js';
import { Unavailable } from './unavailable.js';

/** The `java` in PATH. @throws Unavailable when there is none, or one older than 17 */
export const javaProgram = async (wanting: string): Promise<string> => {
  const java = find('java');
  if (java === undefined) throw new Unavailable(`${wanting} needs Java 17 or newer, and there is no java in PATH`);
  const settings = await runTool(java, ['-XshowSettings:properties', '-version'], { timeoutMs: 20_000, env: process.env }).catch(String);
  const version = Number(/version = (\d+)/.exec(settings)?.[1] ?? 17);
  if (version < 17) throw new Unavailable(`${wanting} needs Java 17 or newer, and this is Java ${version}`);
  return java;
};

/** The `mvn` in PATH. @throws Unavailable when there is none */
export const mavenProgram = (wanting: string): string => {
  const maven = find('mvn');
  if (maven === undefined) throw new Unavailable(`${wanting} is fetched by Maven, and there is no mvn in PATH`);
  return maven;
};
