/** Balances, coverage and waterfall on the sample: equal to what its log and its truth tell, and to each other. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../../src/warehouse/open.ts'
import { type Bridge, bridgesOf, type Log, openAt, readLog } from './pipeline_history.ts'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer, type Question } from './served_case.ts'

const signs = {
  pipeline_start: 1,
  pipeline_new: 1,
  pipeline_pulled_in: 1,
  pipeline_increased: 1,
  pipeline_decreased: -1,
  pipeline_pushed_out: -1,
  pipeline_lost: -1,
  pipeline_won: -1,
  pipeline_transferred_in: 1,
  pipeline_transferred_out: -1,
  pipeline_end: -1,
}
const buckets = Object.keys(signs) as (keyof typeof signs)[]
const microseconds = (date: string) => Date.parse(date) * 1000

let sample: SampleWarehouse
let instance: DuckDBInstance
let connection: DuckDBConnection
let log: Log
beforeAll(async () => {
  sample = await openSample()
  instance = await openBuild(sample.warehouse, readManifest(sample.warehouse, sample.build).tables)
  connection = await connectReader(instance)
  log = await readLog(connection)
}, 600_000)
afterAll(async () => {
  connection?.closeSync()
  instance?.closeSync()
  await sample?.close()
})

const ask = (view: string, measures: readonly string[], question?: Question) =>
  answer(sample.semantic, view, measures, question)

/** The last day of the period that begins on a day; the day of the data in the last one. */
function lastDay(start: string, grain: 'month' | 'quarter' | 'year') {
  const date = new Date(start)
  date.setUTCMonth(date.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[grain])
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

describe('balances', () => {
  const measures = ['open_opportunities', 'open_pipeline', 'weighted_pipeline']

  test.each(['month', 'quarter', 'year'] as const)(
    'by %s and owner or stage are those of the log',
    async (grain) => {
      const years = { from: '2023-01-01', to: '2025-12-31' }
      const whole = await ask('pipeline', measures, { grain, ...years })
      const slices = {
        owner: await ask('pipeline', measures, { grain, ...years, by: ['owner'] }),
        stage: await ask('pipeline', measures, { grain, ...years, by: ['stage'] }),
      }
      const starts = Object.keys(whole)
      expect(starts).toHaveLength({ month: 36, quarter: 12, year: 3 }[grain])
      for (const start of starts) {
        const open = openAt(log, microseconds(lastDay(start, grain)))
        expect(whole[start], start).toEqual(valuesOf(open))
        for (const slice of ['owner', 'stage'] as const)
          for (const [name, states] of Map.groupBy(open, (state) => state[slice]))
            expect(slices[slice][`${name} | ${start}`], name).toEqual(valuesOf(states))
      }
    },
  )

  test('count the deals that are open in the truth', async () => {
    const counts = await ask('pipeline', ['open_opportunities'], { grain: 'month' })
    const deals = sample.truth.opportunities.filter(
      (deal) => !deal.isInternal && !deal.isRenewal && !deal.isDisqualified,
    )
    for (const [start, { open_opportunities: open }] of Object.entries(counts)) {
      const end = Math.min(Date.parse(lastDay(start, 'month')) + 86_400_000, log.asOf / 1000)
      const isOpen = (deal: (typeof deals)[number]) =>
        deal.createdAt < end &&
        !(deal.closedAt !== null && deal.closedAt < end) &&
        !deal.visits.some(
          ({ stage, from, to }) =>
            stage.startsWith('Closed') && from < end && to !== null && to >= end,
        )
      expect(open ?? 0, start).toBe(deals.filter(isOpen).length)
    }
  })

  test('are what was created less what closed, and less what stood closed before it was reopened', async () => {
    const all = (
      await ask('pipeline', ['opportunities_created', 'opportunities_closed', 'open_opportunities'])
    )['']!
    expect(all['open_opportunities']).toBe(
      all['opportunities_created']! - all['opportunities_closed']!,
    )
  })

  const valuesOf = (states: readonly { amount: number; probability: number }[]) => ({
    open_opportunities: states.length,
    open_pipeline: expect.closeTo(
      states.reduce((sum, { amount }) => sum + amount, 0),
      2,
    ),
    weighted_pipeline: expect.closeTo(
      states.reduce((sum, { amount, probability }) => sum + amount * probability, 0),
      2,
    ),
  })
})

describe('the waterfall', () => {
  const types = ['month', 'quarter', 'fiscal_quarter', 'year']

  test.each(types)('by %s leaves no residue in any team, segment or owner', async (type) => {
    const grain = type === 'fiscal_quarter' ? 'quarter' : (type as 'month')
    for (const by of [[], ['team'], ['segment'], ['owner'], ['team', 'segment', 'deal_type']]) {
      const rows = await ask('pipeline_waterfall', buckets, {
        by,
        grain,
        where: { period_type: type },
      })
      expect(Object.keys(rows).length).toBeGreaterThan(2)
      const residue = Object.entries(rows).filter(
        ([, row]) =>
          Math.abs(buckets.reduce((sum, bucket) => sum + signs[bucket] * row[bucket]!, 0)) > 0.001,
      )
      expect(residue).toEqual([])
    }
  })

  test.each([
    ['month', 'all'],
    ['month', 'owner'],
    ['quarter', 'all'],
    ['quarter', 'owner'],
    ['year', 'all'],
  ] as const)('by %s of %s is that of the log', async (grain, slice) => {
    const rows = await ask('pipeline_waterfall', buckets, {
      grain,
      ...(slice === 'owner' ? { by: ['owner'] } : {}),
      where: { period_type: grain },
    })
    const starts = [...new Set(Object.keys(rows).map((key) => key.slice(-10)))]
    for (const start of starts) {
      const from = microseconds(start)
      const to = microseconds(lastDay(start, grain)) + 86_400_000_000
      const bridges = bridgesOf(log, from, to, ({ owner }) => (slice === 'owner' ? owner : ''))
      for (const [owner, bridge] of Object.entries(bridges)) {
        const key = [...(slice === 'owner' ? [owner] : []), start].join(' | ')
        const transferred = ['pipeline_transferred_in', 'pipeline_transferred_out']
        const compared = buckets.filter((name) => !transferred.includes(name))
        const expected = compared.map((name) => [name, amountOf(bridge, name)])
        const answered = compared.map((name) => [name, rows[key]?.[name]])
        expect(Object.fromEntries(answered), key).toEqual(
          Object.fromEntries(
            expected.map(([name, amount]) => [name, expect.closeTo(amount as number, 2)]),
          ),
        )
        // Of an owner it tells what came from others less what went there, and changes of team too.
        expect(
          rows[key]!['pipeline_transferred_in']! - rows[key]!['pipeline_transferred_out']!,
        ).toBeCloseTo(
          amountOf(bridge, 'pipeline_transferred_in') -
            amountOf(bridge, 'pipeline_transferred_out'),
          2,
        )
      }
    }
  })

  test('wins what is won, by month and owner', async () => {
    const question = { grain: 'month', by: ['owner'] } as const
    const won = await ask('pipeline', ['won_amount'], question)
    const bridge = await ask('pipeline_waterfall', ['pipeline_won'], {
      ...question,
      where: { period_type: 'month' },
    })
    const known = Object.entries(won).filter(([, { won_amount: amount }]) => amount)
    expect(known.length).toBeGreaterThan(100)
    for (const [key, { won_amount: amount }] of known)
      expect(bridge[key]?.['pipeline_won'], key).toBeCloseTo(amount!, 2)
  })

  test('slips in [0, 1], and transfers nothing in total', async () => {
    const rows = await ask(
      'pipeline_waterfall',
      ['slip_rate', 'pipeline_transferred_in', 'pipeline_transferred_out'],
      { grain: 'month', where: { period_type: 'month' } },
    )
    for (const row of Object.values(rows)) {
      expect(row['slip_rate'] ?? 0).toBeGreaterThanOrEqual(0)
      expect(row['slip_rate'] ?? 1).toBeLessThanOrEqual(1)
      expect(row['pipeline_transferred_in']).toBe(row['pipeline_transferred_out'])
    }
  })

  const amountOf = (bridge: Bridge, name: string) => bridge[name.replace('pipeline_', '')] ?? 0
})

describe('coverage and quotas', () => {
  /** Quotas and won amounts by quarter, from the tables that finance and the CRM filled. */
  const targetOf = async (from: string, to: string) => {
    const [row] = (
      await connection.runAndReadAll(`
        select (select sum(target_value) from stg_targets where metric = 'bookings_quota'
            and period_start_date between '${from}' and '${to}')::double as target,
          (select sum(amount) from fct_opportunities where outcome = 'won'
            and closed_date between '${from}' and '${to}')::double as won,
          (select sum(amount) from fct_opportunities where outcome = 'won'
            and deal_type <> 'Renewal' and closed_date between '${from}' and '${to}')::double as won_new,
          (select sum(amount) from fct_opportunities where outcome = 'won'
            and deal_type <> 'Renewal' and closed_date = '${from}')::double as won_first`)
    ).getRowObjectsJson() as Record<string, number | null>[]
    return row!
  }

  test('by quarter are those of the plan and the log', async () => {
    const measures = ['pipeline_coverage', 'opening_pipeline_coverage', 'quota_attainment']
    const rows = await ask('pipeline', measures, {
      grain: 'quarter',
      from: '2023-01-01',
      to: '2025-12-31',
    })
    expect(Object.keys(rows)).toHaveLength(12)
    for (const [start, row] of Object.entries(rows)) {
      const end = lastDay(start, 'quarter')
      const [from, to] = [microseconds(start), microseconds(end)]
      const dueAt = (date: number) =>
        openAt(log, date)
          .filter(({ due }) => due !== null && due >= from && due <= to)
          .reduce((sum, { amount }) => sum + amount, 0)
      const { target, won, won_new: wonNew, won_first: wonFirst } = await targetOf(start, end)
      const left = target! - (wonNew ?? 0)
      expect(row, start).toEqual({
        pipeline_coverage: left > 0 ? expect.closeTo(dueAt(to) / left, 6) : null,
        opening_pipeline_coverage: expect.closeTo(dueAt(from) / (target! - (wonFirst ?? 0)), 6),
        quota_attainment: expect.closeTo((won ?? 0) / target!, 6),
      })
    }
  })
})
