/** What holds of every view, whatever the company: declared as tests of an opened sample. */
import { expect, test } from 'vitest'
import type { Semantic } from '../../src/semantic/compile.ts'
import { answer } from '../kpis/served_case.ts'

export interface PublicMeasure {
  readonly name: string
  readonly meta: {
    readonly class: string
    readonly dimensions: readonly string[]
    readonly needs?: readonly string[]
    readonly one_of?: readonly string[]
    /** What is narrowed to one value unless it is told apart: each value is the whole. */
    readonly default?: Readonly<Record<string, string>>
    readonly unit: string
    readonly good: string
    readonly scorecard?: boolean
  }
}
export interface PublicView {
  readonly name: string
  readonly measures: readonly PublicMeasure[]
  readonly dimensions: readonly { readonly name: string }[]
}

/** Distinct counts whose slices overlap, and why. */
const overlapping: Readonly<Record<string, readonly string[]>> = {
  // Each as-of day tells of all that had been submitted by then.
  'forecast.forecast_amount': ['as_of'],
  // An account may hold several products and plans.
  'revenue.customers': ['product', 'plan'],
  // And it is a customer of its cohort in every month that has come since.
  'retention_cohorts.cohort_customers': ['months_since_start', 'is_mature'],
}

/** Shares of a whole: never below 0 nor above 1. Growth and net retention are of two wholes. */
const shares =
  /(^|_)(win_rate|win_rate_by_value|conversion_rate|to_\w+_rate|contacted_\w+_rate|share|csat|logo_churn_rate|customer_retention_rate|gross_revenue_retention|customer_retention|renewal_rate|quarantine_rate|duplicate_rate|valid_email_rate|completeness|history_coverage|unknown_key_rate)(_monthly|_quarterly|_yearly)?$/

/** Where a measure has a meaning for one value at a time: which one is asked for here. */
const heldTo: Readonly<Record<string, string>> = { period_type: 'month', band_period: 'day' }
const whereOf = (measures: readonly PublicMeasure[]) =>
  Object.fromEntries(
    measures.flatMap(({ meta: { one_of = [] } }) => one_of.map((name) => [name, heldTo[name]!])),
  )

/** Measures that are held to the same things, and so allow the same question. */
const askedTogether = (measures: readonly PublicMeasure[]) =>
  Map.groupBy(measures, ({ meta: { one_of = [] } }) => one_of.join(' ')).values()

export function invariants(
  views: readonly string[],
  opened: () => { semantic: Semantic; views: readonly PublicView[]; dataAsOf: string },
) {
  const viewOf = (name: string) => opened().views.find((view) => view.name === name)!
  const short = ({ name }: PublicMeasure) => name.split('.')[1]!

  test.each(views)('%s: slices add up, whichever they are by', async (view) => {
    const sums = viewOf(view).measures.filter(
      ({ meta }) => ['additive', 'balance'].includes(meta.class) && !meta.needs?.length,
    )
    if (sums.length === 0) return
    const broken: string[] = []
    // What a measure allows may be a segment, which filters and slices nothing.
    // A deal or a person for each row adds up as its account or owner does.
    const isDimension = new Set(
      viewOf(view)
        .dimensions.map(({ name }) => name.split('.')[1]!)
        .filter((name) => !/_(id|name)$/.test(name) || name === 'account_name'),
    )
    for (const alike of askedTogether(sums)) {
      const where = whereOf(alike)
      const total = (await answer(opened().semantic, view, alike.map(short), { where }))['']!
      for (const by of new Set(alike.flatMap(({ meta }) => meta.dimensions)).intersection(
        isDimension,
      )) {
        const of = alike.filter(
          ({ name, meta }) =>
            meta.dimensions.includes(by) &&
            !overlapping[name]?.includes(by) &&
            !Object.hasOwn(meta.default ?? {}, by),
        )
        if (of.length === 0) continue
        const slices = Object.values(
          await answer(opened().semantic, view, of.map(short), { by: [by], where }),
        )
        for (const measure of of.map(short)) {
          const sum = slices.reduce((so, slice) => so + (slice[measure] ?? 0), 0)
          const whole = total[measure] ?? 0
          // Each slice of ARR is rounded to the cent.
          if (Math.abs(sum - whole) > 1e-9 * Math.abs(whole) + 0.005 * slices.length)
            broken.push(`${measure} by ${by}: ${sum}, not ${whole}`)
        }
      }
    }
    expect(broken).toEqual([])
  })

  test.each(views)('%s: shares are between 0 and 1', async (view) => {
    const of = viewOf(view).measures.filter((measure) => shares.test(short(measure)))
    const broken: string[] = []
    for (const [by, measures] of Map.groupBy(of, firstSlice)) {
      const cells = await answer(opened().semantic, view, measures.map(short), {
        by: by.split(' '),
        grain: 'quarter',
        where: whereOf(measures),
      })
      for (const [key, values] of Object.entries(cells))
        for (const [measure, value] of Object.entries(values))
          if (value !== null && (value < -1e-12 || value > 1 + 1e-12))
            broken.push(`${measure} of ${key} is ${value}`)
    }
    expect(broken).toEqual([])
  })

  test.each(views)('%s: nothing is of a day after the data', async (view) => {
    const of = viewOf(view).measures.filter(({ meta }) => !meta.needs?.length)
    const from = new Date(Date.parse(opened().dataAsOf) + 86_400_000).toISOString().slice(0, 10)
    for (const alike of askedTogether(of)) {
      const [cell] = Object.values(
        await answer(opened().semantic, view, alike.map(short), {
          from,
          to: '2099-12-31',
          where: whereOf(alike),
        }),
      )
      expect(
        Object.entries(cell ?? {}).filter(([, value]) => value !== null && value !== 0),
      ).toEqual([])
    }
  })
}

/** What adds to the pipeline of a period, and what takes from it. */
const added = ['start', 'new', 'pulled_in', 'increased', 'transferred_in']
const taken = ['decreased', 'pushed_out', 'lost', 'won', 'transferred_out', 'end']

export function waterfallInvariants(opened: () => { semantic: Semantic }) {
  test.each([
    ['month', 'month'],
    ['quarter', 'quarter'],
    ['fiscal_quarter', 'quarter'],
    ['year', 'year'],
  ] as const)(
    'the waterfall of every %s leaves no residue, for any owner, team and segment',
    async (type, grain) => {
      const broken: string[] = []
      // What is 0 for each of them together is 0 for each alone.
      const cells = await answer(
        opened().semantic,
        'pipeline_waterfall',
        [...added, ...taken].map((bucket) => `pipeline_${bucket}`),
        { by: ['owner', 'team', 'segment'], grain, where: { period_type: type } },
      )
      expect(Object.keys(cells).length).toBeGreaterThan(1)
      for (const [key, values] of Object.entries(cells)) {
        const cents = (bucket: string) => Math.round((values[`pipeline_${bucket}`] ?? 0) * 100)
        const residue =
          added.reduce((so, bucket) => so + cents(bucket), 0) -
          taken.reduce((so, bucket) => so + cents(bucket), 0)
        if (residue !== 0) broken.push(`${key}: ${residue / 100}`)
      }
      expect(broken).toEqual([])
    },
  )
}

const firstSlice = ({ meta: { needs = [], dimensions } }: PublicMeasure) =>
  [...new Set([...needs, dimensions.includes('segment') ? 'segment' : dimensions[0]!])].join(' ')
