import type { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { Urgency } from '@accompany/contracts/common/v1/common';
import type { WorkKind } from '@accompany/contracts/timeline/v1/work_service';

/** Something that an agency has to do, as a row: a function of the case's events, whatever the time is. */
export type ItemRow = {
  readonly kind: WorkKind;
  readonly agency: string;
  readonly subject_id: string;
  readonly counterpart: string;
  readonly category: ServiceCategory;
  readonly urgency: Urgency;
  readonly since: Date;
  readonly due_at: Date | undefined;
  /** From when on it is on the list. */
  readonly shows_at: Date;
  /** Of the case, when the agency leads it. */
  readonly caseworker: string;
};

export type Item = Pick<ItemRow, 'kind' | 'agency' | 'subject_id'> & { readonly since: Date | undefined } & Partial<
    Pick<ItemRow, 'counterpart' | 'category' | 'urgency' | 'due_at' | 'shows_at'>
  >;

/** A whole row: what nobody judged is of medium urgency, and what waits is on the list from when it waits. */
export const toRow = ({ since = new Date(0), ...item }: Item, lead: string, caseworker: string): ItemRow => ({
  kind: item.kind,
  agency: item.agency,
  subject_id: item.subject_id,
  counterpart: item.counterpart ?? '',
  category: item.category ?? 0,
  urgency: item.urgency || Urgency.URGENCY_MEDIUM,
  since,
  due_at: item.due_at,
  shows_at: item.shows_at ?? since,
  caseworker: item.agency === lead ? caseworker : '',
});
