// The services with what they tell of themselves, and the settings as they are where a network set none.
import { readConfig } from '@accompany/runtime';
import { matrices } from '@accompany/runtime/documented';

const NAMES = ['intake', 'assessment', 'referral', 'legal-aid', 'directory'];

/** What a service cannot start without says nothing of how long things take. */
const REQUIRED = {
  ACCOMPANY_DATABASE_URL: 'postgres://none',
  ACCOMPANY_DATABASE_OWNER_URL: 'postgres://none',
  ACCOMPANY_LISTEN: '127.0.0.1:1',
  ACCOMPANY_TLS_CA: 'none',
  ACCOMPANY_TLS_CERT: 'none',
  ACCOMPANY_TLS_KEY: 'none',
  ACCOMPANY_FINGERPRINT_KEY: Buffer.alloc(32).toString('base64'),
};

/** Reads what every service documents. */
export const readServices = async () => {
  const config = readConfig(REQUIRED);
  const services = await Promise.all(
    NAMES.map(async (name) => {
      const { matrices, reactions, timers, defaults = {} } = await import(`@accompany/${name}-service/documented`);
      return { name, matrices, reactions: reactions(config), timers, defaults };
    }),
  );
  const shared = { name: 'every service', matrices };
  return { services, shared, settings: Object.assign({}, config, ...services.map(({ defaults }) => defaults)) };
};
