import { EVENT_CODECS } from '@accompany/contracts/events';
import { expect, test } from 'vitest';
import { detailsOf } from './details.js';
import { codecOf } from './fact.js';
import * as s from './samples.js';
import { tell } from './story.js';

const NAMES: Record<string, string> = { lotus: 'Lotus House', heron: 'Heron Clinic' };
const name = (agency: string): string => NAMES[agency] ?? (agency || 'Somebody');
const sentence = (happening: s.Happening): string => tell(s.facts(happening)[0] as ReturnType<typeof s.facts>[number], name);

test.each([
  [s.opened, 'A case was opened; Lotus House leads it, risk medium.'],
  [s.raised, 'Risk was raised from medium to high.'],
  [s.agreed, 'The child agreed to sharing with Heron Clinic for psychosocial support.'],
  [s.needed, 'Lotus House identified a need for psychosocial support, urgency high.'],
  [
    s.sent,
    'Lotus House referred the child to Heron Clinic for psychosocial support, sharing nothing about the child; answer due by 9 February 2022.',
  ],
  [s.accepted, 'Heron Clinic accepted the referral of Lotus House for psychosocial support.'],
  [s.joined, 'Heron Clinic joined the case as provider.'],
])('%#: a sentence that a social worker would use', (happening, expected) => {
  expect(sentence(happening)).toBe(expected);
});

test('every event type has a sentence, and none shows a hole or a code', () => {
  const told = Object.keys(EVENT_CODECS).map((type) => {
    const message = type.slice(type.lastIndexOf('.') + 1);
    const $case = `${message.charAt(0).toLowerCase()}${message.slice(1)}` as Parameters<typeof s.event>[0];
    const codec = codecOf(type);
    const stream = `${type.startsWith('accompany.directory.') ? 'agency' : categoryOf(type)}-x`;
    return `${message}: ${sentence({ stream, at: s.feb(1), event: codec.decode(codec.encode({ event: s.event($case) as never }).finish()).event as never })}`;
  });
  expect(told.filter((one) => !/^\w+: [^_]+\.$/.test(one) || /Something else|undefined|null|NaN|\[object| {2}| [,.;:]/.test(one))).toEqual(
    [],
  );
});

/** The stream category of an event is its wrapper's name. */
const categoryOf = (type: string): string => {
  const $case = type.slice(type.lastIndexOf('.') + 1);
  const found = CATEGORIES.find(([pattern]) => pattern.test($case));
  return found?.[1] ?? 'case';
};

const CATEGORIES: [RegExp, string][] = [
  [/^Report/, 'report'],
  [/^ImportRecord/, 'quarantine'],
  [/^(Parked|ForeignRecord)/, 'repair'],
  [/^(Assessment|Need|Supervisor|Reassessment)/, 'assessment'],
  [/^(CarePlan|Goal|ChildFeedback|SafetyPlan)/, 'careplan'],
  [/^(Referral|InformationShared)/, 'referral'],
  [/^Handover/, 'handover'],
  [/^Transfer/, 'transfer'],
  [/^Notice/, 'notice'],
  [/^Programme/, 'programme'],
  [/^Activity/, 'activity'],
  [/^Volunteer/, 'volunteer'],
  [/^(Plan|Session)/, 'plan'],
  [/^Support/, 'support'],
  [/^(Matter|Conflict|Beneficiary|Counsel|Representation|Complaint|Investigation|Prosecution|Trial|Judgment|LegalChase)/, 'matter'],
];

test('sealed values are shown as sealed, with their category and nothing of their bytes', () => {
  const details = JSON.parse(detailsOf(s.facts(s.sent)[0] as ReturnType<typeof s.facts>[number]));
  expect(details).toMatchObject({ note: 'sealed (narrative)', receiver: 'heron', category: 'SERVICE_CATEGORY_PSYCHOSOCIAL' });
  expect(JSON.stringify(details)).not.toContain('ciphertext');
});
