import { type Network, refusal } from '@accompany/client';
import { isAway } from '../exit.js';
import { readOscarFile } from './file.js';
import { type ImportRecord, organizationsIn, recordsOf } from './records.js';
import { referralRequest, reportRequest, SYSTEM } from './requests.js';

/** What became of one record. */
export type Imported = { readonly line: number; readonly id: string } & (
  | {
      readonly outcome: 'applied' | 'already known';
      readonly caseId: string;
      readonly referralId: string;
      readonly ambiguities: readonly string[];
    }
  | { readonly outcome: 'already known'; readonly caseId?: undefined }
  | { readonly outcome: 'quarantined'; readonly reason: string; readonly detail: string; readonly before: boolean }
);

export type ImportOptions = {
  readonly network: Network;
  /** The agency that imports, which is the receiver of the referrals. */
  readonly receiver: string;
  readonly now: Date;
  /** Names the file, for records that have no id of their own. */
  readonly file: string;
  /** Told how many records there are, and after each one. */
  readonly progress?: (done: number, of: number) => void;
};

/**
 * Takes an OSCaR file in through the services' public calls. Throws `FileRefused` before anything is sent; a record that a
 * service refuses is set aside and the next one follows; a service that is away ends the import, which can be run again.
 */
export const importOscar = async (text: string, options: ImportOptions): Promise<Imported[]> => {
  const clients = readOscarFile(text);
  const agencies = await lookUp(options.network, organizationsIn(clients));
  const today = options.now.toISOString().slice(0, 10);
  const records = recordsOf(clients, { agencyOf: (name) => agencies.get(name), today, file: options.file });
  const setAside = await quarantinedBefore(options.network);
  const results: Imported[] = [];
  for (const record of records) {
    options.progress?.(results.length, records.length);
    results.push(await importRecord(record, options, setAside));
  }
  options.progress?.(records.length, records.length);
  return results;
};

const importRecord = async (record: ImportRecord, options: ImportOptions, setAside: Set<string>): Promise<Imported> => {
  const { line, id } = record;
  switch (record.kind) {
    case 'repeated':
      return { line, id, outcome: 'already known' };
    case 'quarantine':
      return quarantine(record, options.network, setAside);
    case 'referral':
      try {
        return await apply(record, options);
      } catch (error) {
        const refused = refusal(error);
        if (refused === undefined || isAway(refused)) throw error;
        const reason = `refused_${(refused.reason || refused.code).toLowerCase()}`;
        const detail = [refused.message, ...refused.fields.map(({ field, description }) => `${field}: ${description}`)].join(' ');
        return quarantine({ line, id, reason, detail, original: record }, options.network, setAside);
      }
  }
};

const apply = async ({ line, id, client, referral }: ImportRecord & { kind: 'referral' }, { network, receiver, now }: ImportOptions) => {
  const report = await network.intake.receiveReport(reportRequest(client, referral.day, now));
  const recorded = await network.referral.recordReferralFromOutside({
    ...referralRequest(client, referral, report.caseId, receiver, now),
    atLeastPositions: report.position === undefined ? [] : [report.position],
  });
  return {
    line,
    id,
    outcome: recorded.alreadyKnown ? ('already known' as const) : ('applied' as const),
    caseId: report.caseId,
    referralId: recorded.referralId,
    ambiguities: [...referral.ambiguities, ...client.ambiguities].map(({ code }) => code),
  };
};

type Aside = { line: number; id: string; reason: string; detail: string; original: unknown };

const quarantine = async ({ line, id, reason, detail, original }: Aside, network: Network, setAside: Set<string>): Promise<Imported> => {
  const before = setAside.has(`${id} ${reason}`);
  await network.intake.quarantineRecord({ externalReference: { system: SYSTEM, id }, reason, original: asJson(original) });
  return { line, id, outcome: 'quarantined', reason, detail, before };
};

// A record that is too long to be kept whole is kept as a text that says so.
const asJson = (original: unknown): string => {
  const json = JSON.stringify(original) ?? 'null';
  return json.length <= 20_000 ? json : JSON.stringify({ cut: true, beginning: json.slice(0, 20_000) });
};

const lookUp = async (network: Network, names: readonly string[]): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  for (const name of names) {
    try {
      const { agency } = await network.directory.findAgencyByExternalReference({ reference: { system: SYSTEM, id: name } });
      if (agency !== undefined) found.set(name, agency.agencyId);
    } catch (error) {
      if (refusal(error)?.reason !== 'AGENCY_UNKNOWN') throw error;
    }
  }
  return found;
};

const quarantinedBefore = async (network: Network): Promise<Set<string>> => {
  const found = new Set<string>();
  let pageToken = '';
  do {
    const page = await network.intake.listQuarantined({ pageSize: 200, pageToken });
    for (const one of page.records) if (one.externalReference?.system === SYSTEM) found.add(`${one.externalReference.id} ${one.reason}`);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return found;
};
