import type { App } from '@accompany/runtime';

/** The key that page tokens are sealed with. */
export const sealing = ({ config }: App): Buffer => Buffer.from(config.ACCOMPANY_FINGERPRINT_KEY, 'base64');
