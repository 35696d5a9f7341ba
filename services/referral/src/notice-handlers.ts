import type { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Handlers } from '@accompany/runtime';
import { acknowledge, noticeAggregate } from './notice.js';
import { readNotices } from './notice-queries.js';
import { actingAgency } from './parties.js';
import { awaitWorklists } from './worklist-queries.js';

const USUAL_PAGE = 50;

/** The calls about what an agency was told. */
export const noticeHandlers = (app: App): Pick<Handlers<ReferralServiceDefinition>, 'listNotices' | 'acknowledgeNotice'> => {
  const tokenKey = Buffer.from(app.config.ACCOMPANY_FINGERPRINT_KEY, 'base64');
  return {
    listNotices: async ({ acknowledgedToo, pageSize, pageToken, atLeastPosition }, call) => {
      const agency = actingAgency(call);
      if (agency === undefined) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
      await awaitWorklists(app.db, atLeastPosition, 'notices');
      return readNotices(app.db, tokenKey, { agency, acknowledgedToo }, { size: pageSize || USUAL_PAGE, token: pageToken });
    },
    acknowledgeNotice: async (request, call) => {
      const { etag, position } = await app.execute(noticeAggregate, request.noticeId, request, call, { decide: acknowledge });
      return { etag, position };
    },
  };
};
