import * as z from 'zod';

// Only what we use is looked at; other fields may come and go. A text that is null, absent or blank is "not given".
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()));

const identity = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._:-]{1,80}$/);

export const oscarService = z.looseObject({
  uuid: identity.nullish(),
  name: z.string().trim().min(1).max(200),
  enrollment_date: z.string().nullish(),
});

export const oscarClient = z.looseObject({
  global_id: identity,
  organization_name: z.string().trim().min(1).max(100),
  given_name: text,
  family_name: text,
  local_given_name: text,
  local_family_name: text,
  gender: text,
  date_of_birth: text,
  location_current_village_code: z.unknown().optional(),
  address_current_village_code: z.unknown().optional(),
  reason_for_referral: text,
  level_of_risk: z.unknown().optional(),
  status: text,
  is_referred: z.boolean().nullish(),
  case_worker_name: text,
  case_worker_mobile: text,
  referral_consent_form: z
    .array(z.unknown())
    .nullish()
    .transform((forms) => (forms ?? []).filter((form): form is string => typeof form === 'string' && form.trim() !== '')),
});

export type OscarClient = z.output<typeof oscarClient>;
export type OscarService = z.output<typeof oscarService>;
