/** What `revops.config.ts` may say: a Zod schema with a default for every key. */
import * as z from 'zod'

const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in upper case, such as EUR')
const timeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}, 'must be an IANA time zone, such as Europe/Berlin')
/** A number within bounds, which the environment writes as text. */
const numberFrom = (least: number, most: number, what = 'a whole number') => {
  const error = `must be ${what} from ${least} to ${most}`
  return z.coerce.number({ error }).min(least, { error }).max(most, { error })
}
const wholeFrom = (least: number, most: number) =>
  numberFrom(least, most).int({ error: `must be a whole number from ${least} to ${most}` })
const port = wholeFrom(0, 65_535)
const weight = numberFrom(0, 100, 'a number').default(1)

/** The ways to share the credit for an opportunity among the touches on the way to it. */
export const attributionModels = [
  'first_touch',
  'last_touch',
  'lead_creation',
  'linear',
  'u_shaped',
  'position_based',
  'w_shaped',
  'full_path',
  'time_decay',
  'markov',
  'shapley',
] as const

/** Shares by name that add up to 1: all of them, or the defaults. */
const shares = <const D extends Readonly<Record<string, number>>>(defaults: D) => {
  const share = numberFrom(0, 1, 'a share')
  const names = Object.keys(defaults) as (keyof D & string)[]
  const shape = Object.fromEntries(names.map((name) => [name, share])) as {
    [K in keyof D]: typeof share
  }
  return z
    .strictObject(shape)
    .refine((given) => {
      const total = Object.values(given as Record<string, number>).reduce((sum, one) => sum + one)
      return Math.abs(total - 1) < 1e-9
    }, 'must be shares that add up to 1')
    .prefault(defaults as never)
}

/** A field of a company's own: its name in the views, and the header that it stands under by system. */
const customFields = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be a name such as contract_length'),
    z.strictObject({
      title: z.string().min(1),
      type: z.enum(['text', 'number', 'flag', 'day']).default('text'),
      from: z.record(z.string().min(1), z.string().min(1)),
    }),
  )
  .default({})

export const settingsSchema = z.strictObject({
  /** The folder of the raw exports. */
  exports: z.string().min(1).default('seeds'),
  /** The folder of the tables, builds and runs. */
  warehouse: z.string().min(1).default('.warehouse'),
  /** The address that servers bind to. */
  host: z.string().min(1).default('127.0.0.1'),
  /** The port of HTTP. */
  port: port.default(4000),
  /** The port of the Postgres wire. */
  sqlPort: port.default(15_432),
  /**
   * Who signs in to SQL by a password, beside the user `token`. The password of `anna` stands in the
   * environment, as REVOPS_SQL_PASSWORD_ANNA; without one nobody signs in as anna.
   *
   * @example
   * sqlUsers: { anna: { role: 'rep', user: 'Anna Berg' } }
   */
  sqlUsers: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be a name such as anna_berg'),
      z.strictObject({
        role: z.enum(['admin', 'analyst', 'executive', 'manager', 'rep']),
        user: z.string().min(1).optional(),
        team: z.string().min(1).optional(),
      }),
    )
    .default({}),
  /** The certificate and the key of SQL over TLS: paths of PEM files. */
  sqlTls: z.strictObject({ cert: z.string().min(1), key: z.string().min(1) }).optional(),
  /** For how long DuckDB may work for a statement. */
  sqlTimeoutSeconds: numberFrom(0.001, 86_400, 'a number').default(60),
  /** What a statement of SQL may take of memory; each open cursor may take as much. */
  sqlMemoryLimit: z
    .string()
    .regex(/^[1-9]\d*(?:\.\d+)?\s*(?:[KMGT]i?B)$/, 'must be a size, such as 512MB')
    .default('512MB'),
  /** How many statements of SQL run at once; the others wait for their turn. */
  sqlMaxRunning: wholeFrom(1, 1_000).default(4),
  /** How many sessions of SQL there may be at once. */
  sqlMaxSessions: wholeFrom(1, 10_000).default(100),
  /** Signs tokens. Made and kept in the warehouse folder when absent and bound to loopback. */
  secret: z.string().min(32, 'must have at least 32 characters').optional(),
  /**
   * The sites that may show embedded charts in a frame, as a Content-Security-Policy names them:
   * `https://portal.example.com`, `https://*.example.com`, `'self'`; none by default.
   */
  embedAncestors: z
    .array(
      z
        .string()
        .regex(
          /^(?:'self'|https?:\/\/(?:\*\.)?[\w.-]+(?::(?:\d+|\*))?)$/,
          "must be an origin such as https://portal.example.com, or 'self'",
        ),
    )
    .default([]),
  /** What happened on which day, for charts to mark: the path of a JSON file (docs/embedding.md). */
  annotations: z.string().min(1).optional(),
  /** The currency that all money without a suffix is in. */
  reportingCurrency: currency.default('EUR'),
  /** The zone whose calendar days events fall on. */
  reportingTimeZone: timeZone.default('UTC'),
  /** The month that the fiscal year starts with, 1 to 12. */
  fiscalYearStart: wholeFrom(1, 12).default(1),
  /** The share of revenue that is left after its cost, where finance exports none. */
  grossMargin: numberFrom(0, 1, 'a share').default(0.8),
  /** When a cancellation takes MRR away: when it is asked for, or at the end of what is paid for. */
  churnRecognition: z.enum(['cancellation', 'period_end']).default('period_end'),
  /** The length of a term, in months, from which on its end is up for renewal. */
  renewalTermMonths: wholeFrom(1, 120).default(12),
  /** For how many days after the end of a term a new subscription counts as its late renewal. */
  lateRenewalDays: wholeFrom(0, 365).default(90),
  /** Of what a playbook may suggest, the share that its list holds, the best scores first. */
  playbookListShare: numberFrom(0.01, 1, 'a share').default(0.1),
  /** And how many it holds at least, where there are so many. */
  playbookListLeast: wholeFrom(1, 1_000).default(5),
  /** For how many days an open deal has stood in its stage when it counts as stalled. */
  stalledAfterDays: wholeFrom(1, 180).default(30),
  /** For how many days a lead without an opportunity is one to call. */
  callableLeadDays: wholeFrom(1, 365).default(180),
  /** For how many days after a message of ours what the person writes counts as its answer. */
  answerDays: wholeFrom(1, 30).default(7),
  /**
   * The metrics of targets that are quotas of sales; where several are planned, the first of them
   * in this order is.
   */
  quotaMetrics: z
    .array(z.string().min(1))
    .min(1)
    .default(['bookings_quota', 'quota', 'won_amount']),
  /**
   * The KPIs, by measure or view.measure, that metrics of targets stand for under another name; a
   * metric that is not listed is the KPI of its name.
   */
  targetMetrics: z
    .record(z.string(), z.string())
    .default({ bookings_quota: 'won_amount', quota: 'won_amount' }),
  /** The systems whose forecasts of a category hold those of the surer ones too. */
  cumulativeForecasts: z.array(z.string().min(1)).default([]),
  /** The months by which acquisition cost precedes the customers that it wins. */
  cacLagMonths: wholeFrom(0, 24).default(0),
  /**
   * Who says what advertising cost: `platforms`, in place of finance’s bookings of `mediaCategories`,
   * or `finance`, whose bookings then hold all of it.
   */
  adSpendSource: z.enum(['platforms', 'finance']).default('platforms'),
  /** The categories of finance’s bookings that are paid media, lower case. */
  mediaCategories: z
    .array(z.string().min(1))
    .default(['advertising', 'ads', 'ad spend', 'media', 'paid media', 'werbung']),
  /** The departments whose cost is cost of sales, lower case, as finance books it. */
  salesDepartments: z.array(z.string().min(1)).default(['sales', 'vertrieb']),
  /** The departments whose cost is cost of marketing. */
  marketingDepartments: z.array(z.string().min(1)).default(['marketing']),
  /** The attribution model that views without a `model` dimension use. */
  attributionModel: z
    .enum(attributionModels, { error: `must be one of ${attributionModels.join(', ')}` })
    .default('w_shaped'),
  /**
   * For how many days before the close of an opportunity (before the data ends, of an open one) a
   * touch counts towards it; however old it is by default.
   */
  attributionWindowDays: wholeFrom(1, 3_650).optional(),
  /** After how many days a touch counts half, in the attribution model `time_decay`. */
  attributionHalfLifeDays: numberFrom(0.01, 3_650, 'a number').default(7),
  /** What models give to milestones and to the touches between them: shares that add up to 1. */
  attributionWeights: z
    .strictObject({
      u_shaped: shares({ first_touch: 0.4, lead_creation: 0.4, middle: 0.2 }),
      position_based: shares({ first_touch: 0.4, last_touch: 0.4, middle: 0.2 }),
      w_shaped: shares({
        first_touch: 0.3,
        lead_creation: 0.3,
        opportunity_creation: 0.3,
        middle: 0.1,
      }),
      full_path: shares({
        first_touch: 0.225,
        lead_creation: 0.225,
        opportunity_creation: 0.225,
        close: 0.225,
        middle: 0.1,
      }),
    })
    .prefault({}),
  /**
   * For how many days after it is won an opportunity may wait to be billed, and a renewed term for
   * its invoice, before that is a finding of leakage.
   */
  billingGraceDays: wholeFrom(0, 365).default(45),
  /**
   * For how many days services that were sold with it may wait to be billed, where the CRM tells one
   * amount of an opportunity and not its value a year.
   */
  servicesGraceDays: wholeFrom(0, 730).default(90),
  /** The share of what was sold by which the billing may fall short of it. */
  billingTolerance: numberFrom(0, 1, 'a share').default(0.01),
  /** For how many days after a payment failed its retries may collect it, before it is a finding. */
  paymentRetryDays: wholeFrom(0, 365).default(30),
  /** The largest discount that may be given, a share of the price. */
  discountLimit: numberFrom(0, 1, 'a share').default(0.3),
  /** For how many months a discount may be given, where the billing system names no end of it. */
  discountMonths: wholeFrom(1, 120).default(12),
  /** In how many days after its issue a bill is to be paid that says no due date. */
  paymentTermDays: wholeFrom(0, 365).default(30),
  /** How the health of a customer is scored, from 0 to 100 (docs/decisions/account-health.md). */
  accountHealth: z
    .strictObject({
      /** What each part weighs; those of which nothing is known are left out. */
      weights: z
        .strictObject({
          engagement: numberFrom(0, 100, 'a number').default(25),
          support: numberFrom(0, 100, 'a number').default(15),
          payment: numberFrom(0, 100, 'a number').default(20),
          contract: numberFrom(0, 100, 'a number').default(30),
          contacts: numberFrom(0, 100, 'a number').default(10),
        })
        .prefault({}),
      /** How many days after the last touch engagement is no longer 100. */
      freshDays: wholeFrom(0, 364).default(30),
      /** And how many days after it engagement is 0. */
      quietDays: wholeFrom(1, 1_000).default(180),
      /** How many people in contact within a year make the contacts 100. */
      contacts: wholeFrom(1, 100).default(3),
      /** How many tickets of the last 90 days, open ones twice, make the load of support 0. */
      tickets: wholeFrom(1, 1_000).default(10),
      /** Below which health a customer is at risk. */
      atRiskBelow: wholeFrom(1, 100).default(50),
    })
    .refine(({ freshDays, quietDays }) => freshDays < quietDays, {
      error: 'must have fewer freshDays than quietDays',
    })
    .prefault({}),
  /** The share of a full export that the next one may lack; more looks like a truncated file. */
  maxGoneShare: numberFrom(0, 1, 'a share').default(0.1),
  /** The share of rows that may resolve to nothing, of any relation: `Unknown` in the views. */
  maxUnknownShare: numberFrom(0, 1, 'a share').default(1),
  /** The same for single relations, by table and column: `fct_invoices.account_id`. */
  maxUnknownShares: z.record(z.string(), numberFrom(0, 1, 'a share')).default({}),
  /**
   * What each check weighs in the quality score (docs/decisions/data-quality.md); 0 leaves one out.
   */
  qualityWeights: z
    .strictObject({
      refused_rows: weight,
      duplicates: weight,
      email_addresses: weight,
      completeness: weight,
      history: weight,
      unknown_keys: weight,
      freshness: weight,
      audits: weight,
      volume: weight,
    })
    .prefault({}),
  /** After how many hours without news of a source its data is stale. */
  staleAfterHours: wholeFrom(1, 100_000).default(48),
  /** The same for single sources: plans come by the month. */
  staleAfterHoursBySource: z.record(z.string(), wholeFrom(1, 100_000)).default({}),
  /** How many deviations from the median the rows of a day or week may lie off before they are odd. */
  volumeBandWidth: numberFrom(1, 20, 'a number').default(4),
  /** How many builds stay for rollback and as-of queries. */
  retainedBuilds: wholeFrom(1, 1_000).default(10),
  /** From how many employees on an account belongs to a segment; ascending, the first from 0. */
  segments: z
    .array(z.strictObject({ name: z.string().min(1), fromEmployees: z.int().min(0) }))
    .min(1)
    .default([
      { name: 'SMB', fromEmployees: 0 },
      { name: 'Mid-Market', fromEmployees: 50 },
      { name: 'Enterprise', fromEmployees: 500 },
    ]),
  /** The e-mail and web domains of the company itself: its records are internal and left out. */
  internalDomains: z.array(z.string().min(1)).default([]),
  /**
   * The systems in the order in which their records tell what an account is, where several know it:
   * its owner, size, name and the like. Those not listed come last.
   */
  recordPrecedence: z.array(z.string().min(1)).default(['hubspot', 'salesforce', 'generic']),
  /** Whether the quality of an e-mail address counts what `revops mail-servers` found of its domain. */
  emailMxLookups: z.boolean().default(false),
  /** Region by country (ISO 3166-1 alpha-2); a country that is not listed belongs to `Other`. */
  regions: z.record(z.string(), z.string()).default({}),
  /** The stage from which on a lost deal was a real one, by its label, lower case. */
  qualifyingStages: z.array(z.string().min(1)).default(['qualified']),
  /** The stages of won deals, by their labels, lower case, where a system does not say which they are. */
  wonStages: z
    .array(z.string().min(1))
    .default(['closed won', 'won', 'gewonnen', 'gagné', 'gagnée']),
  /** Those of lost deals. */
  lostStages: z
    .array(z.string().min(1))
    .default(['closed lost', 'lost', 'verloren', 'perdu', 'perdue']),
  /**
   * Fields that systems hold beside those of their contracts (`__c`, properties), by business object.
   *
   * @example
   * opportunities: {
   *   contract_length: {
   *     title: 'Contract length',
   *     type: 'number',
   *     from: { hubspot: 'Contract Length', salesforce: 'Contract_Length__c' },
   *   },
   * }
   */
  customFields: z
    .strictObject({ accounts: customFields, people: customFields, opportunities: customFields })
    .prefault({}),
})

export type Settings = z.output<typeof settingsSchema>

/** Types a settings file: `export default defineConfig({ … })` in `revops.config.ts`. */
export const defineConfig = (config: z.input<typeof settingsSchema>) => config
