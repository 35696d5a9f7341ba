import type { ServiceCategory } from '@accompany/contracts/common/v1/common';
import type { Standing } from './capacity.js';
import type { Listed } from './listing.js';

/** What is offered of one category in one province. */
export type Line = {
  readonly provinceCode: string;
  readonly category: ServiceCategory;
  readonly services: number;
  readonly agencies: number;
  readonly places: number;
} & Standing;

/** One line for each province and category in which something is offered, in this order. */
export const summaryOf = (services: readonly (Listed & Standing)[], provinceCode: string): Line[] => {
  const groups = new Map<string, (Listed & Standing)[]>();
  for (const service of services)
    for (const province of new Set(service.areaCodes.map((code) => code.slice(0, 2)))) {
      if (provinceCode !== '' && province !== provinceCode) continue;
      const mark = markOf({ provinceCode: province, category: service.category });
      groups.set(mark, [...(groups.get(mark) ?? []), service]);
    }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([mark, offered]) => ({
      provinceCode: mark.slice(0, 2),
      category: Number(mark.slice(2)),
      services: offered.length,
      agencies: new Set(offered.map(({ agencyId }) => agencyId)).size,
      places: total(offered, ({ capacity }) => capacity?.places ?? 0),
      usedPlaces: total(offered, ({ usedPlaces }) => usedPlaces),
      freePlacesNow: total(offered, ({ freePlacesNow }) => freePlacesNow),
    }));
};

/** Where a line stands in the order. */
export const markOf = ({ provinceCode, category }: Pick<Line, 'provinceCode' | 'category'>): string =>
  `${provinceCode}${String(category).padStart(4, '0')}`;

const total = <Item>(items: readonly Item[], read: (item: Item) => number): number => items.reduce((sum, item) => sum + read(item), 0);
