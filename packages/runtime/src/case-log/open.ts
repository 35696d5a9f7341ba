import type { CaseLog, CaseLogOptions } from './case-log.js';
import { namedLog } from './named.js';

export type { CaseLog, CheckedTopic } from './case-log.js';

/**
 * Opens the case log by the scheme of its url: `kafka://host:port[,host:port][/network]`, where the network's name parts its topics from
 * those of others on the same server, or `postgres://…` for the embedded log in a database of its own. Loads only what that log needs, and connects to nothing yet. Throws on another scheme.
 */
export const openCaseLog = async (url: string, options: CaseLogOptions): Promise<CaseLog> => {
  const scheme = url.slice(0, url.indexOf(':'));
  switch (scheme) {
    case 'kafka':
      return openOnKafka(url.slice('kafka://'.length), options);
    case 'postgres':
    case 'postgresql':
      return (await import('./embedded.js')).openEmbeddedLog(url, options);
    default:
      throw new Error(`a case log is kafka://host:port or postgres://…, not ${scheme}://`);
  }
};

const openOnKafka = async (place: string, options: CaseLogOptions): Promise<CaseLog> => {
  const [brokers = '', network] = place.split('/');
  const { openKafkaLog } = await import('./kafka.js');
  const log = openKafkaLog(brokers.split(','), options);
  return network === undefined || network === '' ? log : namedLog(log, network);
};
