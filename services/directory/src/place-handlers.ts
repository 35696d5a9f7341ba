import type { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { Rejection } from '@accompany/domain';
import type { App, Handlers } from '@accompany/runtime';
import { mustBeOperator } from './caller.js';
import { COUNTRY, gazetteerAggregate, publish } from './gazetteer.js';
import { loadPlaces } from './load-queries.js';
import { pageLimit, pageOf, pageStart } from './paging-queries.js';
import { mustBeKnown } from './place.js';
import { findPlaces, gazetteerOf, gazetteerVersion, partsOf, placesWithin, unknownPlaces, withinOf } from './place-queries.js';
import { sealing } from './sealing-handlers.js';

type Places = Pick<Handlers<DirectoryServiceDefinition>, 'loadPlaces' | 'publishGazetteer' | 'findPlaces' | 'getPlace'>;

/** The calls about places. All may read them, the operator loads them. */
export const placeHandlers = (app: App): Places => ({
  loadPlaces: async ({ digest, places }, { actor, now }) => {
    mustBeOperator(actor);
    return loadPlaces(app.db, { digest, places, by: 'operator', at: now });
  },

  publishGazetteer: async (request, call) => {
    mustBeOperator(call.actor);
    const loaded = await gazetteerOf(app.db);
    const { etag, position } = await app.execute(gazetteerAggregate, COUNTRY, request, call, {
      caseId: COUNTRY,
      decide: (state, context) => publish(state, loaded, context),
    });
    return { etag, position, version: loaded.version, places: loaded.places };
  },

  findPlaces: async ({ name, areaCode, level, pageSize, pageToken }, { actor }) => {
    const list = { key: sealing(app), actor, asked: ['places', name, areaCode, level] };
    const limit = pageLimit(pageSize);
    const hits = await findPlaces(app.db, { name, areaCode, level, after: pageStart(list, pageToken), limit: limit + 1 });
    const { shown, nextPageToken } = pageOf(list, hits, limit, ({ mark }) => mark);
    const codes = shown.map(({ place }) => place.placeCode);
    const [known, version] = await Promise.all([placesWithin(app.db, codes), gazetteerVersion(app.db)]);
    return { places: shown.map(({ place }) => ({ place, within: withinOf(place.placeCode, known) })), nextPageToken, version };
  },

  getPlace: async ({ placeCode }) => {
    const known = await placesWithin(app.db, [placeCode]);
    const place = known.get(placeCode);
    if (place === undefined) {
      mustBeKnown(await unknownPlaces(app.db, [placeCode]));
      throw new Rejection('PLACE_UNKNOWN', { place_code: placeCode, known_parents: 'none' });
    }
    const [parts, version] = await Promise.all([partsOf(app.db, placeCode), gazetteerVersion(app.db)]);
    return { place, within: withinOf(placeCode, known), parts, version };
  },
});
