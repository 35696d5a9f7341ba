import * as z from 'zod';

const address = z.string().regex(/^[^\s:]+:\d{1,5}$/, 'expected host:port');
const url = (...schemes: string[]) =>
  z.string().refine((value) => schemes.some((scheme) => value.startsWith(`${scheme}://`)), {
    message: `expected ${schemes.map((scheme) => `${scheme}://…`).join(' or ')}`,
  });

const schema = z.object({
  /** Connection string of the role that the service runs as. */
  ACCOMPANY_DATABASE_URL: url('postgres', 'postgresql'),
  /** Connection string of the role that owns the database; used at start to bring the schema up to date. */
  ACCOMPANY_DATABASE_OWNER_URL: url('postgres', 'postgresql'),
  ACCOMPANY_LISTEN: address,
  ACCOMPANY_TLS_CA: z.string().min(1),
  ACCOMPANY_TLS_CERT: z.string().min(1),
  ACCOMPANY_TLS_KEY: z.string().min(1),
  /** `kafka://host:port`, with `/<network>` behind it where several networks share the server, or `postgres://…` for the embedded case log. */
  ACCOMPANY_CASE_LOG: url('kafka', 'postgres', 'postgresql').optional(),
  ACCOMPANY_NATS_URL: url('nats').optional(),
  ACCOMPANY_VAULT_ADDRESS: address.optional(),
  /** base64 of the 32 bytes under which payloads of commands are hashed. */
  ACCOMPANY_FINGERPRINT_KEY: z.string().refine((value) => Buffer.from(value, 'base64').length === 32, 'expected 32 bytes in base64'),
  ACCOMPANY_VAULT_KEY_FILE: z.string().min(1).optional(),
  /** Hours in which a referral has to be answered, for urgency high, medium and low (referral only). */
  ACCOMPANY_PICK_UP_HOURS: z
    .string()
    .regex(/^[1-9]\d{0,3},[1-9]\d{0,3},[1-9]\d{0,3}$/, 'expected three numbers of hours, for example 24,72,168')
    .optional(),
  /** Shares of that time, in percent, after which an unanswered referral is overdue, escalated and lapses (referral only). */
  ACCOMPANY_PICK_UP_PERCENT: z
    .string()
    .regex(/^[1-9]\d{0,3},[1-9]\d{0,3},[1-9]\d{0,3}$/, 'expected three rising percentages, for example 100,150,200')
    .refine((value) => {
      const [overdue = 0, escalated = 0, lapsed = 0] = value.split(',').map(Number);
      return overdue < escalated && escalated < lapsed;
    }, 'expected three rising percentages, for example 100,150,200')
    .optional(),
  /** Hours in which an agency that was told of something acknowledges it (referral only). */
  ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'expected a number of hours, for example 72')
    .default('72')
    .transform(Number),
  /** Days within which an agency answers whether it takes a case over (referral only). */
  ACCOMPANY_TRANSFER_ANSWER_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'expected a number of days, for example 14')
    .default('14')
    .transform(Number),
  /** Days without news after which an investigation counts as stalled (legal-aid only). */
  ACCOMPANY_STALLED_AFTER_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'expected a number of days, for example 90')
    .default('90')
    .transform(Number),
  /** Days after which the authorities are to be asked again about a stalled investigation (legal-aid only). */
  ACCOMPANY_LEGAL_CHASE_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'expected a number of days, for example 30')
    .default('30')
    .transform(Number),
  /** Hours in which an assessment is handed in after a case opened or got worse, for risk or urgency high, medium and low (assessment only). */
  ACCOMPANY_ASSESSMENT_HOURS: z
    .string()
    .regex(/^[1-9]\d{0,3},[1-9]\d{0,3},[1-9]\d{0,3}$/, 'expected three numbers of hours, for example 24,72,168')
    .default('24,72,168')
    .transform((value) => value.split(',').map(Number) as [high: number, medium: number, low: number]),
  /** Hours in which an assessment that was sent back is handed in again (assessment only). */
  ACCOMPANY_RETURNED_ASSESSMENT_HOURS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'expected a number of hours, for example 72')
    .default('72')
    .transform(Number),
  /** Days in which a case is assessed again after two sessions in a row were missed (assessment only). */
  ACCOMPANY_REASSESSMENT_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'expected a number of days, for example 7')
    .default('7')
    .transform(Number),
  /** Days from one review of a care plan to the next, at most (assessment only). */
  ACCOMPANY_CARE_PLAN_REVIEW_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'expected a number of days, for example 90')
    .default('90')
    .transform(Number),
  /** Seconds for which a start tries again while Postgres or the case log cannot be reached, before the process ends. */
  ACCOMPANY_START_PATIENCE_SECONDS: z
    .string()
    .regex(/^\d{1,4}$/, 'expected a number of seconds, for example 60')
    .default('60')
    .transform(Number),
  ACCOMPANY_NETWORK_DOMAIN: z.string().default('accompany.example'),
  ACCOMPANY_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Where spans and metrics are sent: OTLP over gRPC. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http', 'https').optional(),
  /** Where metrics can be fetched in Prometheus' format, at `/metrics`: an address that only the operator reaches. */
  ACCOMPANY_METRICS_LISTEN: address.optional(),
});

/** What a service needs to know from outside. */
export type Config = z.infer<typeof schema>;

/** Names of settings that begin with ACCOMPANY_ but belong to the tools around the services. */
const OF_OTHERS = new Set(['ACCOMPANY_STATE', 'ACCOMPANY_POSTGRES', 'ACCOMPANY_KAFKA', 'ACCOMPANY_NATS', 'ACCOMPANY_AS']);

/**
 * Reads the configuration from the environment.
 * @throws Error that lists every missing, bad and unknown setting at once, naming settings but never their values
 */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const parsed = schema.safeParse(env);
  const known = new Set(Object.keys(schema.shape));
  const unknown = Object.keys(env).filter((name) => name.startsWith('ACCOMPANY_') && !known.has(name) && !OF_OTHERS.has(name));
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.code === 'invalid_type' ? 'missing' : issue.message}`),
    ...unknown.map((name) => `${name}: not a setting of a service`),
  ];
  if (!parsed.success || problems.length > 0) throw new Error(`The configuration is not usable:\n  ${problems.join('\n  ')}`);
  return parsed.data;
};
