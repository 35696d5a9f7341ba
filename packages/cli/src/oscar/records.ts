import type { RiskLevel, ServiceCategory } from '@accompany/contracts/common/v1/common';
import type { Sex } from '@accompany/contracts/intake/v1/service';
import type { z } from 'zod';
import { categoriesOf } from './category.js';
import { type OscarClient, type OscarService, oscarClient, oscarService } from './client.js';
import { type Ambiguity, birthOf, DATE_NOT_GIVEN, dayOf, locationOf, riskOf, sexOf, statusOf } from './facts.js';
import type { RawClient } from './file.js';

/** Why a record waits for a person. */
export type QuarantineReason =
  | 'record_unreadable'
  | 'no_service'
  | 'agency_unknown'
  | 'service_unknown'
  | 'service_ambiguous'
  | 'date_unreadable'
  | 'date_in_future';

/** What the source says about a child. Names and accounts are plain here and sealed by the services on the way in. */
export type ImportedClient = {
  readonly id: string;
  readonly agency: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly otherNames: readonly string[];
  readonly sex: Sex;
  readonly dateOfBirth: string;
  readonly placeCode: string;
  readonly account: string;
  readonly reporter: { readonly name: string; readonly contact: string };
  readonly risk: RiskLevel;
  readonly consentEvidence: readonly string[];
  readonly ambiguities: readonly Ambiguity[];
};

/** A client with one of its services: one referral that another system made. */
export type ImportedReferral = {
  readonly id: string;
  readonly category: ServiceCategory;
  readonly serviceName: string;
  readonly serviceId: string;
  readonly day: string | undefined;
  readonly status: string;
  readonly ambiguities: readonly Ambiguity[];
};

/** One unit of an import: a client with a service, or a client without. `detail` names fields and codes, never a person. */
export type ImportRecord = { readonly line: number; readonly id: string } & (
  | { readonly kind: 'referral'; readonly client: ImportedClient; readonly referral: ImportedReferral }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'quarantine'; readonly reason: QuarantineReason; readonly detail: string; readonly original: unknown }
);

export type MappingContext = {
  /** The agency that the directory knows under the organisation's name in the source. */
  readonly agencyOf: (organization: string) => string | undefined;
  /** The last day that is not in the future, `YYYY-MM-DD`. */
  readonly today: string;
  /** Names the file, for records that have no id of their own. */
  readonly file: string;
};

/** The organisations that a file names, for looking them up before mapping. */
export const organizationsIn = (clients: readonly RawClient[]): string[] => {
  const names = clients.map(({ value }) => oscarClient.safeParse(value)).flatMap(({ data }) => (data ? [data.organization_name] : []));
  return [...new Set(names)];
};

/** Understands every client by itself, so that one that is wrong never stops the others. Pure; the order of the file is kept. */
export const recordsOf = (clients: readonly RawClient[], context: MappingContext): ImportRecord[] => {
  const seen = new Set<string>();
  return clients.flatMap((raw) => recordsOfClient(raw, context)).map((record) => onceOnly(record, seen));
};

const onceOnly = (record: ImportRecord, seen: Set<string>): ImportRecord => {
  const key = record.kind === 'quarantine' ? `${record.id} ${record.reason} ${JSON.stringify(record.original)}` : record.id;
  if (seen.has(key)) return { kind: 'repeated', line: record.line, id: record.id };
  seen.add(key);
  return record;
};

const recordsOfClient = ({ value, line }: RawClient, context: MappingContext): ImportRecord[] => {
  const services = servicesOf(value);
  const parsed = oscarClient.safeParse(value);
  if (!parsed.success || services === undefined || services.length === 0) {
    return withoutService(value, line, services, parsed.success ? [] : parsed.error.issues, context);
  }
  const client = parsed.data;
  const agency = context.agencyOf(client.organization_name);
  const imported = clientOf(client, agency ?? '');

  return services.map((service, n): ImportRecord => {
    const quarantine = (id: string, reason: QuarantineReason, detail: string): ImportRecord => {
      return { kind: 'quarantine', line, id, reason, detail, original: { ...(value as object), services: [service] } };
    };
    const understood = oscarService.safeParse(service);
    if (!understood.success) {
      return quarantine(
        `${client.global_id}|${n}`,
        'record_unreadable',
        `not readable in the service: ${fieldsOf(understood.error.issues)}`,
      );
    }
    const id = referralId(client, understood.data);
    if (agency === undefined) return quarantine(id, 'agency_unknown', `no agency is known as "${client.organization_name}" in oscar`);
    const result = referralOf(client, understood.data, services.length, context.today);
    if ('reason' in result) return quarantine(id, result.reason, result.detail);
    return { kind: 'referral', line, id, client: imported, referral: { ...result, id } };
  });
};

// A client that is not understood has as many records as it has services, at least one.
const withoutService = (
  value: unknown,
  line: number,
  services: readonly unknown[] | undefined,
  issues: readonly z.core.$ZodIssue[],
  context: MappingContext,
): ImportRecord[] => {
  const id = idOf(value) ?? `${context.file}|line ${line}`;
  if (issues.length === 0 && services?.length === 0) {
    const detail = 'the client has no service, so there is nothing to refer';
    return [{ kind: 'quarantine', line, id, reason: 'no_service', detail, original: value }];
  }
  const detail = `not readable: ${services === undefined ? 'services' : fieldsOf(issues)}`;
  const parts =
    services === undefined || services.length === 0 ? [value] : services.map((one) => ({ ...(value as object), services: [one] }));
  return parts.map((original, n) => ({ kind: 'quarantine', line, id: `${id}|${n}`, reason: 'record_unreadable', detail, original }));
};

const fieldsOf = (issues: readonly z.core.$ZodIssue[]): string => issues.map(({ path }) => path.join('.') || 'all of it').join(', ');

type Problem = { reason: QuarantineReason; detail: string };

const referralOf = (
  client: OscarClient,
  service: OscarService,
  services: number,
  today: string,
): Omit<ImportedReferral, 'id'> | Problem => {
  const categories = categoriesOf(service.name);
  const [category] = categories;
  if (category === undefined) return { reason: 'service_unknown', detail: `no category is known for "${service.name}"` };
  if (categories.length > 1) return { reason: 'service_ambiguous', detail: `"${service.name}" can mean ${categories.length} categories` };
  const given = service.enrollment_date?.trim() ?? '';
  const day = given === '' ? undefined : dayOf(given);
  if (given !== '' && day === undefined) return { reason: 'date_unreadable', detail: 'enrollment_date is not a day (YYYY-MM-DD)' };
  if (day !== undefined && day > today) return { reason: 'date_in_future', detail: 'enrollment_date lies in the future' };
  const status = statusOf(client, services);
  const ambiguities = day === undefined ? [...status.open, DATE_NOT_GIVEN] : status.open;
  return { category, serviceName: service.name, serviceId: service.uuid ?? '', day, status: status.value, ambiguities };
};

const clientOf = (client: OscarClient, agency: string): ImportedClient => {
  const risk = riskOf(client.level_of_risk);
  const place = locationOf(client);
  const sex = sexOf(client.gender);
  const birth = birthOf(client.date_of_birth);
  const local = `${client.local_given_name} ${client.local_family_name}`.trim();
  return {
    id: client.global_id,
    agency,
    givenName: client.given_name,
    familyName: client.family_name,
    otherNames: local === '' || local === `${client.given_name} ${client.family_name}`.trim() ? [] : [local],
    sex: sex.value,
    dateOfBirth: birth.value,
    placeCode: place.value,
    account: client.reason_for_referral.replace(/\r\n?/g, '\n'),
    reporter: { name: client.case_worker_name, contact: client.case_worker_mobile },
    risk: risk.value,
    consentEvidence: client.referral_consent_form,
    ambiguities: [...risk.open, ...place.open, ...sex.open, ...birth.open],
  };
};

// The source may give the id of a service's instance or of its type; with the day it names one referral either way.
const referralId = (client: OscarClient, service: OscarService): string =>
  [
    client.global_id,
    service.uuid ??
      service.name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, 60),
    service.enrollment_date?.trim().slice(0, 10) || '-',
  ].join('|');

const idOf = (value: unknown): string | undefined => {
  const id = (value as { global_id?: unknown } | null)?.global_id;
  return typeof id === 'string' && /^[A-Za-z0-9._:-]{1,80}$/.test(id) ? id : undefined;
};

const servicesOf = (value: unknown): unknown[] | undefined => {
  const services = (value as { services?: unknown } | null)?.services;
  return services === undefined || services === null ? [] : Array.isArray(services) ? services : undefined;
};
