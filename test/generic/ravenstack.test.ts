/** The public data set ravenstack_saas, mapped into `generic`: built, and equal to sums over its files. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSemantic, type Semantic } from '../../src/semantic/compile.ts'
import { projectRoot } from '../../src/settings.ts'
import { type BuildReport, build } from '../../src/warehouse/index.ts'
import { tables } from '../../transforms/index.ts'
import { answer, type Question } from '../kpis/served_case.ts'
import type { PublicView } from '../proof/invariants.ts'
import { mapRavenstack } from './ravenstack.ts'
import { median, monthEnds, movementsOf, mrrOn, rowsOf, sum } from './ravenstack_sums.ts'

// The company reports in dollars: settings are read when the transforms are imported.
vi.hoisted(() => {
  process.env['REPORTING_CURRENCY'] = 'USD'
})

const data = join(projectRoot, '../shared/data/ravenstack_saas')

describe.skipIf(!existsSync(data))(
  'ravenstack_saas (skipped where ../shared/data is absent)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'revops-ravenstack-'))
    const model = join(projectRoot, 'model')
    let report: BuildReport
    let semantic: Semantic
    let rows: Awaited<ReturnType<typeof rowsOf>>
    beforeAll(async () => {
      const [exports, warehouse] = [join(folder, 'exports'), join(folder, 'warehouse')]
      await mapRavenstack(data, exports)
      report = await build({ exports, warehouse, tables, model, retainedBuilds: 1 })
      semantic = await openSemantic({ warehouse, model })
      rows = await rowsOf(data)
    }, 300_000)
    afterAll(async () => {
      await semantic?.close()
      rmSync(folder, { recursive: true })
    })
    const ask = (view: string, measures: readonly string[], question?: Question) =>
      answer(semantic, view, measures, question)

    test('every row is accepted', () => {
      expect(report.files.map(({ read, accepted }) => read - accepted)).toEqual(
        report.files.map(() => 0),
      )
    })

    test('MRR and customers of every month end are those of the plans that ran', async () => {
      const answered = await ask('revenue', ['mrr', 'customers'], { grain: 'month' })
      expect(answered).toEqual(
        Object.fromEntries(
          monthEnds.map((day) => {
            const paid = rows.accounts.map((plans) => mrrOn(plans, day))
            return [
              `${day.slice(0, 7)}-01`,
              { mrr: sum(paid), customers: paid.filter((mrr) => mrr > 0).length },
            ]
          }),
        ),
      )
    })

    test('what moved MRR in a year is what the days of the year moved', async () => {
      const expected = movementsOf(rows, '2024-01-01', '2024-12-31')
      const answered = await ask('revenue', Object.keys(expected), {
        from: '2024-01-01',
        to: '2024-12-31',
      })
      expect(answered['']).toEqual(expected)
      expect(expected.reactivation_mrr).toBeGreaterThan(0)
    })

    test('retention compares the accounts of a year before with themselves', async () => {
      const pairs = rows.accounts
        .map((plans) => [mrrOn(plans, '2023-12-31'), mrrOn(plans, '2024-12-31')] as const)
        .filter(([before]) => before > 0)
      const base = sum(pairs.map(([before]) => before))
      const answered = await ask(
        'revenue',
        ['net_revenue_retention', 'gross_revenue_retention', 'logo_churn_rate_yearly'],
        { grain: 'year' },
      )
      expect(answered['2024-01-01']).toEqual({
        net_revenue_retention: expect.closeTo(sum(pairs.map(([, now]) => now)) / base, 9),
        gross_revenue_retention: expect.closeTo(
          sum(pairs.map(([before, now]) => Math.min(before, now))) / base,
          9,
        ),
        logo_churn_rate_yearly: expect.closeTo(
          pairs.filter(([, now]) => now === 0).length / pairs.length,
          9,
        ),
      })
    })

    test('months later, a cohort has the accounts that pay then', async () => {
      const measures = ['customer_retention', 'mrr_retention']
      const answered = await ask('retention_cohorts', measures, {
        from: '2023-07-01',
        to: '2023-07-31',
        where: { months_since_start: '12' },
      })
      const cohort = rows.accounts.filter(([first]) => first!.start.startsWith('2023-07'))
      const begun = cohort.map((plans) => mrrOn(plans, plans[0]!.start))
      const paid = cohort.map((plans) => mrrOn(plans, '2024-07-31'))
      expect(cohort.length).toBeGreaterThan(5)
      expect(answered['']).toEqual({
        customer_retention: expect.closeTo(paid.filter((mrr) => mrr > 0).length / cohort.length, 9),
        mrr_retention: expect.closeTo(sum(paid) / sum(begun), 9),
      })
    })

    test('tickets are as many, and took as long, as the files say', async () => {
      const rated = rows.tickets.flatMap(({ satisfaction }) => satisfaction ?? [])
      const customers = rows.accounts.filter((plans) => mrrOn(plans, '2024-12-31') > 0).length
      const minutes = rows.tickets.map(({ firstResponseMinutes }) => firstResponseMinutes)
      const hours = rows.tickets.map(({ resolutionHours }) => resolutionHours)
      const expected = {
        tickets: rows.tickets.length,
        median_first_response_minutes: median(minutes),
        median_resolution_hours: median(hours),
        csat: expect.closeTo(sum(rated.map((stars) => (stars - 1) / 4)) / rated.length, 9),
        tickets_per_customer: expect.closeTo(rows.tickets.length / customers, 9),
      }
      expect(await ask('support', Object.keys(expected))).toEqual({ '': expected })
      const byMonth = await ask('support', ['tickets'], { grain: 'month' })
      for (const day of monthEnds) {
        const month = day.slice(0, 7)
        const opened = rows.tickets.filter(({ submitted }) => submitted.startsWith(month))
        expect(byMonth[`${month}-01`]).toEqual({ tickets: opened.length })
      }
    })

    test('what was paid back is the refunds of those who left', async () => {
      const refunds = sum(rows.refunds.map(({ amount }) => amount))
      expect(await ask('revenue', ['refunded_amount'])).toEqual({
        '': { refunded_amount: expect.closeTo(refunds, 6) },
      })
    })

    test('a customer is worth its margin for as long as customers stay', async () => {
      const paying = (day: string) => rows.accounts.filter((plans) => mrrOn(plans, day) > 0).length
      const mrr = sum(rows.accounts.map((plans) => mrrOn(plans, '2024-12-31')))
      const { churned_customers } = movementsOf(rows, '2024-07-01', '2024-12-31')
      const churn = churned_customers / sum(monthEnds.slice(-7, -1).map(paying))
      expect(await ask('unit_economics', ['ltv'])).toEqual({
        '': { ltv: expect.closeTo(((mrr / paying('2024-12-31')) * 0.8) / churn, 4) },
      })
    })

    test('every KPI that there is data for has an answer', async () => {
      const views = (await semantic.meta({ role: 'admin' })) as readonly PublicView[]
      const silent: string[] = []
      for (const { name: view, measures } of views) {
        if (!answering.includes(view)) continue
        const byNeeds = Map.groupBy(measures, ({ meta: { needs = [] } }) => needs.join(' '))
        for (const [needs, of] of byNeeds) {
          const short = of.map(({ name }) => name.split('.')[1]!)
          const by = needs === '' ? [] : needs.split(' ')
          const cells = Object.values(await ask(view, short, { by }))
          for (const measure of short)
            if (cells.every((values) => values[measure] === null)) silent.push(`${view}.${measure}`)
        }
      }
      expect(silent.sort()).toEqual(withoutData)
    })
  },
)

/** The views that the files tell of; there are no opportunities, leads and campaigns in them. */
const answering = ['retention_cohorts', 'revenue', 'support', 'unit_economics']

/** No invoices, payments, opportunities and costs, and seven whole quarters where eight are needed. */
const withoutData = [
  'revenue.bookings_acv',
  'revenue.bookings_tcv',
  'revenue.collected_amount',
  'revenue.invoiced_amount',
  'revenue.recurring_share',
  'revenue.revenue_growth_rate',
  'revenue.revenue_growth_rate_yoy',
  'revenue.revenue_variation',
  'unit_economics.cac',
  'unit_economics.cac_paid',
  'unit_economics.cac_payback_months',
  'unit_economics.ltv_to_cac',
  'unit_economics.magic_number',
  'unit_economics.marketing_cost',
  'unit_economics.sales_and_marketing_cost',
  'unit_economics.sales_cost',
]
