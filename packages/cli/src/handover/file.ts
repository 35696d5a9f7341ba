import {
  type DeclaredTotals,
  type DifferenceExplained,
  DifferenceReason,
  HandoverReason,
  TotalsSubject,
  TransferRelation,
} from '@accompany/contracts/referral/v1/handover_types';
import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { EXIT, Failure } from '../exit.js';

/** A case to be handed over, and the agency that is to take it. */
export type Item = { readonly caseId: string; readonly receiver: string; readonly relation: TransferRelation };

/** What a file says. A CSV file says only the cases. */
export type HandoverFile = {
  readonly items: Item[];
  readonly reason?: HandoverReason;
  readonly declared?: DeclaredTotals;
  readonly differences: DifferenceExplained[];
};

/** The enum value of a word, `programme_end` or `programme end`; undefined for another word. */
export const enumValue = (names: Readonly<Record<string, string | number>>, word: string): number | undefined => {
  const prefix = String(names[0]).replace(/UNSPECIFIED$/, '');
  const value = names[`${prefix}${word.trim().toUpperCase().replace(/[ -]/g, '_')}`];
  return typeof value === 'number' && value > 0 ? value : undefined;
};

const wordOf = <Value extends number>(names: Readonly<Record<string, string | number>>, expected: string) =>
  z.string().transform((word, context): Value => {
    const value = enumValue(names, word);
    if (value !== undefined) return value as Value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });

const RELATIONS: Readonly<Record<string, TransferRelation>> = {
  lead: TransferRelation.TRANSFER_RELATION_LEAD,
  direct: TransferRelation.TRANSFER_RELATION_LEAD,
  monitor: TransferRelation.TRANSFER_RELATION_MONITOR,
  remote: TransferRelation.TRANSFER_RELATION_MONITOR,
};

const item = z
  .object({
    case_id: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'expected the id of a case'),
    receiver: z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'expected the id of an agency'),
    relation: z.enum(['lead', 'direct', 'monitor', 'remote'], 'expected lead (direct) or monitor (remote)'),
  })
  .transform(
    ({ case_id, receiver, relation }): Item => ({
      caseId: case_id.toLowerCase(),
      receiver,
      relation: RELATIONS[relation] ?? TransferRelation.TRANSFER_RELATION_UNSPECIFIED,
    }),
  );

const number = z.number().int().min(0);
export const difference = z.object({
  subject: wordOf<TotalsSubject>(TotalsSubject, 'total, direct or remote'),
  reason: wordOf<DifferenceReason>(DifferenceReason, 'why the numbers differ, for example closed or whereabouts_unknown'),
  cases: z.number().int(),
});
const whole = z.object({
  reason: wordOf<HandoverReason>(HandoverReason, 'programme_end, office_closure, relocation or capacity').optional(),
  declared: z.object({ total: number, direct: number, remote: number }).optional(),
  differences: z.array(difference).default([]),
  items: z.array(item).min(1, 'no case is listed'),
});

/**
 * Reads a list of cases: JSON with `items` and, if wanted, `reason`, `declared` and `differences`; or CSV with the columns `case_id`, `receiver`
 * and `relation`. Throws a Failure that names every line or item that is wrong.
 */
export const readHandoverFile = (text: string): HandoverFile =>
  /^\s*[[{]/.test(text) ? check(whole.safeParse(wrapped(text)), '') : { items: rows(text), differences: [] };

const wrapped = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? { items: value } : value;
  } catch (error) {
    throw new Failure(`the file is refused: not JSON (${(error as Error).message})`, EXIT.fileRefused);
  }
};

const rows = (text: string): Item[] => {
  const refused: string[] = [];
  const items = records(text).flatMap(({ record, info }) => {
    const read = item.safeParse(record);
    if (read.success) return [read.data];
    refused.push(...read.error.issues.map((issue) => `  line ${info.lines}: ${issue.path.join('.')}: ${issue.message}`));
    return [];
  });
  if (refused.length > 0) throw new Failure(`the file is refused:\n${refused.join('\n')}`, EXIT.fileRefused);
  if (items.length === 0) throw new Failure('the file is refused: no case is listed', EXIT.fileRefused);
  return items;
};

type Read = { record: unknown; info: { lines: number } };

const records = (text: string): Read[] => {
  try {
    return parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true }) as unknown as Read[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Failure(`the file is refused: ${error.message}`, EXIT.fileRefused);
  }
};

const check = <Value>(read: z.ZodSafeParseResult<Value>, indent: string): Value => {
  if (read.success) return read.data;
  const refused = read.error.issues.map((issue) => `${indent}  ${issue.path.join('.')}: ${issue.message}`);
  throw new Failure(`the file is refused:\n${refused.join('\n')}`, EXIT.fileRefused);
};
