import { GazetteerEvent } from '@accompany/contracts/directory/v1/events';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { mustBeOperator } from './caller.js';

export type Event = NonNullable<GazetteerEvent['event']>;
/** What the network was told last; version 0 when nothing. */
export type Gazetteer = { readonly version: number; readonly places: number };

export const gazetteer: Decider<Gazetteer, Event> = {
  initial: { version: 0, places: 0 },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'gazetteerLoaded':
        return { version: event.value.version, places: event.value.places };
      case 'provincePlacesLoaded':
        return state;
      default:
        return unreachable(event);
    }
  },
};

/** Stream `gazetteer-kh`: the only one. */
export const gazetteerAggregate = aggregate({
  category: 'gazetteer',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: gazetteer,
  codec: GazetteerEvent,
});

/** The id of the country's gazetteer. */
export const COUNTRY = 'kh';

/** The communes and villages of a province, by their codes. */
export type ProvincePlaces = { readonly provinceCode: string; readonly placeCodes: string[] };

/** The gazetteer as the tables have it. */
export type Loaded = {
  readonly version: number;
  readonly places: number;
  readonly areaCodes: string[];
  readonly provinces?: readonly ProvincePlaces[];
};

/** Tells the network of a version that it was not told of, or only a part of which was loaded when it was told; province by province, then that it is complete. */
export const publish = (state: Gazetteer, { provinces = [], ...loaded }: Loaded, { actor }: DecisionContext): Event[] => {
  mustBeOperator(actor);
  if (loaded.version === 0) throw new Rejection('GAZETTEER_EMPTY');
  if (loaded.version <= state.version && loaded.places <= state.places) return [];
  const { version } = loaded;
  return [
    ...provinces.map((province): Event => ({ $case: 'provincePlacesLoaded', value: { version, ...province } })),
    { $case: 'gazetteerLoaded', value: { ...loaded } },
  ];
};
