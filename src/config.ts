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
  attributionModel: z.string().default('w_shaped'),
  /** The share of a full export that the next one may lack; more looks like a truncated file. */
  maxGoneShare: numberFrom(0, 1, 'a share').default(0.1),
  /** The share of rows that may resolve to nothing, of any relation: `Unknown` in the views. */
  maxUnknownShare: numberFrom(0, 1, 'a share').default(1),
  /** The same for single relations, by table and column: `fct_invoices.account_id`. */
  maxUnknownShares: z.record(z.string(), numberFrom(0, 1, 'a share')).default({}),
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
