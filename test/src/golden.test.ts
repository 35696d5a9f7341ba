import { readdirSync, readFileSync } from 'node:fs';
import { type AnyEvent, EVENT_CODECS } from '@accompany/contracts/events';
import type { Actor, Decider } from '@accompany/domain';
import { describe, expect, test } from 'vitest';
import { repairOn } from '../../packages/runtime/src/repair.js';
import { assessmentAggregate } from '../../services/assessment/src/assessment.js';
import { carePlanAggregate } from '../../services/assessment/src/careplan.js';
import { agencyAggregate } from '../../services/directory/src/agency.js';
import { agreementAggregate } from '../../services/directory/src/agreement.js';
import { gazetteerAggregate } from '../../services/directory/src/gazetteer.js';
import { officeAggregate } from '../../services/directory/src/office.js';
import { referenceAggregate } from '../../services/directory/src/reference.js';
import { serviceAggregate } from '../../services/directory/src/service.js';
import { activityAggregate } from '../../services/intake/src/activity.js';
import { caseAggregate } from '../../services/intake/src/case.js';
import { programmeAggregate } from '../../services/intake/src/programme.js';
import { quarantineAggregate } from '../../services/intake/src/quarantine.js';
import { reportAggregate } from '../../services/intake/src/report.js';
import { volunteerAggregate } from '../../services/intake/src/volunteer.js';
import { matterAggregate } from '../../services/legal-aid/src/matter.js';
import { handoverAggregate } from '../../services/referral/src/handover.js';
import { noticeAggregate } from '../../services/referral/src/notice.js';
import { planAggregate } from '../../services/referral/src/plan.js';
import { referralAggregate } from '../../services/referral/src/referral.js';
import { supportAggregate } from '../../services/referral/src/support.js';
import { transferAggregate } from '../../services/referral/src/transfer.js';
import type { Fact } from '../../services/timeline/src/fact.js';
import { describeCase, historyOf } from '../../services/timeline/src/history.js';
import { tell } from '../../services/timeline/src/story.js';

type Sample = { readonly type: string; readonly json: unknown; readonly bytes: string };

/** What the test needs of an aggregate, whatever its types are. */
type Owner = { readonly category: string; readonly codec: unknown; readonly decider: Decider<unknown, AnyEvent> };

/** The whole of a generated codec. */
type Codec = (typeof EVENT_CODECS)[string] & { fromJSON(json: unknown): { event: never } };

const folder = new URL('../golden/', import.meta.url);
const samples: Sample[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

const owners = [
  reportAggregate,
  caseAggregate,
  quarantineAggregate,
  programmeAggregate,
  activityAggregate,
  volunteerAggregate,
  assessmentAggregate,
  carePlanAggregate,
  referralAggregate,
  noticeAggregate,
  planAggregate,
  supportAggregate,
  handoverAggregate,
  transferAggregate,
  matterAggregate,
  agencyAggregate,
  officeAggregate,
  serviceAggregate,
  referenceAggregate,
  agreementAggregate,
  gazetteerAggregate,
  repairOn('case'),
] as unknown as readonly Owner[];

const codecOf = (type: string): Codec => EVENT_CODECS[type] as Codec;
/** A type's codec as its bytes lie in stores: superseded shapes stay what they are. */
const storedCodecOf = (type: string): Codec => {
  const codec = codecOf(type) as Codec & { readonly stored?: Codec };
  return codec.stored ?? codec;
};
const decode = ({ type, bytes }: Sample): AnyEvent => codecOf(type).decode(Buffer.from(bytes, 'hex')).event as AnyEvent;
const samplesOf = ({ codec }: Owner): Sample[] => samples.filter(({ type }) => EVENT_CODECS[type] === codec);

test('every event type has a sample, and no sample is of a type that is gone', () => {
  expect([...new Set(samples.map(({ type }) => type))].sort()).toEqual(Object.keys(EVENT_CODECS).sort());
});

const numbered = samples.map((sample, nr) => [`${sample.type} (${nr})`, sample] as const);

describe.each(numbered)('%s', (_name, { type, json, bytes }) => {
  test('its bytes decode to its JSON, and its JSON encodes to its bytes', () => {
    const codec = storedCodecOf(type);
    expect(codec.toJSON(codec.decode(Buffer.from(bytes, 'hex')) as { event: never })).toEqual(json);
    expect(Buffer.from(codec.encode(codec.fromJSON(json)).finish()).toString('hex')).toBe(bytes);
  });
});

/** Folds every sample in some order that the decider takes, and names those that fit nowhere. */
const unfolded = (owner: Owner): string[] => {
  const { initial, evolve } = owner.decider;
  const states: unknown[] = [initial];
  const waiting = new Set(samplesOf(owner));
  const take = (sample: Sample): boolean =>
    states.some((state) => {
      try {
        return states.push(evolve(state, decode(sample))) > 0;
      } catch {
        return false;
      }
    });
  for (let before = -1; before !== waiting.size; ) {
    before = waiting.size;
    for (const sample of waiting) if (take(sample)) waiting.delete(sample);
  }
  return [...waiting].map(({ type }) => type);
};

test.each(owners.map((owner) => [owner.category, owner] as const))('the decider of %s folds all of its samples', (_category, owner) => {
  expect(samplesOf(owner)).not.toHaveLength(0);
  expect(unfolded(owner)).toEqual([]);
});

test('what was stored before receivers said what they take it as reads as a referral taken for one', () => {
  const [old] = samples.filter(({ type }) => type === 'accompany.referral.v1.ReferralReceived');
  const [drafted, sent] = ['ReferralDrafted', 'ReferralSent'].map((name) =>
    samples.find(({ type }) => type === `accompany.referral.v1.${name}`),
  );
  if (old === undefined || drafted === undefined || sent === undefined) throw new Error('a golden sample is gone');
  expect(storedCodecOf(old.type).decode(Buffer.from(old.bytes, 'hex')).event?.$case).toBe('referralReceived');
  expect(decode(old)).toEqual({
    $case: 'referralReceivedV2',
    value: { sender: 'lotus', receiver: 'heron', intent: 1, takenAs: 1, intendedAction: 0 },
  });
  const { initial, evolve } = referralAggregate.decider;
  const state = [drafted, sent, old].map(decode).reduce((before, event) => evolve(before, event as never), initial);
  expect(state).toMatchObject({ status: 'received', terms: { intent: 1, takenAs: 1 } });
});

test('every sample is owned by one decider', () => {
  expect(owners.flatMap(samplesOf)).toHaveLength(samples.length);
});

const ID = '00000000-0000-4000-8000-000000000001';
const actor: Actor = { kind: 'agency', agency: 'lotus', person: 'person-1' };

const facts = owners.flatMap((owner) =>
  samplesOf(owner).map(
    (sample, index): Fact => ({
      sequence: index + 1,
      eventId: `${owner.category}-${ID}/${index + 1}`,
      source: 'sample',
      stream: `${owner.category}-${ID}`,
      streamId: ID,
      version: index + 1,
      position: index + 1,
      type: sample.type,
      occurredAt: new Date(Date.UTC(2022, 1, 1, 0, index)),
      recordedAt: new Date(Date.UTC(2022, 1, 1, 0, index)),
      actor,
      event: decode(sample),
    }),
  ),
);

test.each(facts.map((fact) => [fact.type, fact] as const))('the timeline tells %s in a sentence', (_type, fact) => {
  const sentence = tell(fact, (agency) => `The ${agency}`);
  expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(sentence).not.toMatch(/undefined|null|NaN|\[object|Invalid Date|unspecified/i);
  expect(sentence, 'told by nobody').not.toMatch(/^Something else happened/);
  expect(sentence, 'a code or the name of a field').not.toMatch(/\w_\w|\b[a-z]+[A-Z]|[A-Z]{4}/);
  expect(sentence, 'an id or a time for machines').not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\d/);
  expect(sentence, 'a hole').not.toMatch(/ {2}| [,.;:]|: \./);
});

test('the timeline folds a history of all samples, and describes it', () => {
  const history = historyOf(facts);
  expect(history.events).toBe(samples.length);
  const described = describeCase(ID, history, new Date(Date.UTC(2030, 0, 1)));
  expect(described.lastSequence).toBe(Math.max(...facts.map(({ sequence }) => sequence)));
  for (const things of ['assessments', 'needs', 'referrals', 'plans', 'matters', 'participants'] as const)
    expect(described[things].length, things).toBeGreaterThan(0);
});
