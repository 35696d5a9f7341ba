import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ServiceName, serviceNames } from './service-environment.js';

/** What goes into every service, by the files that change when it is built or installed anew. */
const INGREDIENTS = [
  ...['contracts', 'domain', 'store', 'access', 'runtime'].map((name) => `packages/${name}/dist/.tsbuildinfo`),
  'node_modules/.package-lock.json',
];

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Where the bundle of a service lies, once `scripts/bundle.mjs` has made it: the service in one file, which starts in half the time. */
export const bundleOf = (service: ServiceName): string => inRepository(`services/${service}/bundle/main.js`);

/** The services whose bundle is missing, or was made of something else than what is built now. */
export const unbundled = (): ServiceName[] => serviceNames.filter((service) => !isBundled(service));

const isBundled = (service: ServiceName): boolean => {
  const bundled = changedAt(bundleOf(service));
  return [...INGREDIENTS.map(inRepository), inRepository(`services/${service}/dist/.tsbuildinfo`)].every(
    (file) => changedAt(file) < bundled,
  );
};

/** The program of a service: its bundle where that is current, else what the compiler wrote. */
export const programOf = (service: ServiceName): string =>
  isBundled(service) ? bundleOf(service) : inRepository(`services/${service}/dist/main.js`);

/** When a file was last written, in milliseconds; 0 when it is not there. */
const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
