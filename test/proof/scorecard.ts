/** View `scorecard`: the KPIs as they are proven here by month, and loops over them for the rest. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import type { Semantic } from '../../src/semantic/compile.ts'
import { settings } from '../../src/settings.ts'
import { answer } from '../kpis/served_case.ts'
import { differences } from './cells.ts'
import type { PublicMeasure, PublicView } from './invariants.ts'
import { expected, grainsOf, type Proof } from './proof.ts'

interface Opened {
  readonly semantic: Semantic
  readonly connection: DuckDBConnection
  readonly views: readonly PublicView[]
  readonly dataAsOf: string
}

type Months = Readonly<Record<string, Readonly<Record<string, number | null>>>>
const measures = ['actual', 'target', 'baseline', 'previous', 'attainment']

type Scorecard = ReadonlyMap<string, Months>
const known = new WeakMap<Semantic, Promise<Scorecard>>()

/** The scorecard’s cells by KPI and month; asked once. */
function scorecardOf({ semantic }: Opened): Promise<Scorecard> {
  const scorecard = known.get(semantic) ?? asked(semantic)
  known.set(semantic, scorecard)
  return scorecard
}

async function asked(semantic: Semantic): Promise<Scorecard> {
  const cells = await answer(semantic, 'scorecard', measures, { by: ['kpi'], grain: 'month' })
  return new Map(
    [...Map.groupBy(Object.entries(cells), ([key]) => key.slice(0, -13))].map(([kpi, of]) => [
      kpi,
      Object.fromEntries(of.map(([key, values]) => [key.slice(-10), values])),
    ]),
  )
}

export function scorecardTests(proofs: readonly Proof[], opened: () => Opened) {
  const isMonthly = ({ by = [], where = { period_type: 'month' }, ...proof }: Proof) =>
    by.length === 0 &&
    where['period_type'] === 'month' &&
    grainsOf({ ...proof, where }).includes('month')

  test('the scorecard has every KPI as it is in each month', async () => {
    const scorecard = await scorecardOf(opened())
    const found: string[] = []
    let compared = 0
    for (const proof of proofs.filter(isMonthly)) {
      const months = (await expected(opened().connection, proof)).get(' month')!
      // Quotas reach to the end of the quarter, the scorecard to the day of the data.
      const own = Object.fromEntries(
        Object.entries(months).filter(([month]) => month <= opened().dataAsOf.slice(0, 10)),
      )
      for (const measure of Object.keys(proof.measures)) {
        const name = `${proof.view}.${measure}`
        if (metaOf(opened(), name).scorecard === false) continue
        const ours = Object.fromEntries(
          Object.entries(scorecard.get(name) ?? {}).map(([month, { actual = null }]) => [
            month,
            { [measure]: actual },
          ]),
        )
        const classOf = () => metaOf(opened(), name).class
        found.push(
          ...differences(own, ours, [measure], classOf).map((words) => `${proof.view}.${words}`),
        )
        compared++
      }
    }
    expect(found.slice(0, 40)).toEqual([])
    expect(compared).toBe(scorecard.size)
  })

  test('its months are held to those before, and to what was planned', async () => {
    const found: string[] = []
    const running = opened().dataAsOf.slice(0, 7)
    const plans = await plansOf(opened().connection)
    for (const [kpi, months] of await scorecardOf(opened())) {
      const { class: kind, good } = metaOf(opened(), kpi)
      for (const [month, cell] of Object.entries(months)) {
        const before = Array.from(
          { length: 12 },
          (_, ago) => months[monthBefore(month, ago + 1)]?.['actual'] ?? null,
        )
        const target = plans(kpi, month, kind === 'additive')
        const { actual = null } = cell
        const isJudged = !(kind === 'additive' && month.slice(0, 7) === running)
        const [part, whole] = good === 'down' ? [target, actual] : [actual, target]
        const own = {
          actual,
          target,
          baseline: median(before.filter((value) => value !== null)),
          previous: before[0]!,
          attainment:
            isJudged && good !== 'neutral' && part !== null && whole !== null && whole > 0
              ? part / whole
              : null,
        }
        found.push(
          ...differences(
            { [`${kpi} in ${month}`]: own },
            { [`${kpi} in ${month}`]: cell },
            measures,
            () => 'ratio',
          ),
        )
      }
    }
    expect(found.slice(0, 40)).toEqual([])
  })

  test('it has no value over several KPIs, and that of the last month over several months', async () => {
    const all = await answer(opened().semantic, 'scorecard', measures, { grain: 'month' })
    expect(
      Object.values(all)
        .flatMap(Object.values)
        .filter((value) => value !== null),
    ).toEqual([])
    const last = await answer(opened().semantic, 'scorecard', ['actual'], { by: ['kpi'] })
    for (const [kpi, months] of await scorecardOf(opened()))
      expect(last[kpi], kpi).toEqual({
        actual: months[Object.keys(months).sort().at(-1)!]!['actual'],
      })
  })
}

function metaOf({ views }: Opened, name: string): PublicMeasure['meta'] {
  return views.flatMap(({ measures }) => measures).find((measure) => measure.name === name)!.meta
}

interface Plan {
  readonly metric: string
  readonly period_type: 'month' | 'quarter' | 'year'
  readonly first: string
  readonly value: number
  readonly is_finest: boolean
  readonly is_whole: boolean
}

/**
 * What was planned for a KPI in a month: for the company, a part of a longer period where it adds
 * up; else, where it adds up, all of the finest plans.
 */
async function plansOf(connection: DuckDBConnection) {
  const plans = (
    await connection.runAndReadAll(`
      select metric, period_type, period_start_date::varchar as first, is_finest,
        coalesce(target_amount::double, target_value) as value,
        [owner_email, team, segment, region, deal_type] =
          ['Not allocated', 'Not allocated', 'Not allocated', 'Not allocated', 'Not allocated']
          as is_whole
      from fct_targets`)
  ).getRowObjectsJson() as unknown as Plan[]
  const lengths = { month: 1, quarter: 3, year: 12 }
  const byKpi = Map.groupBy(plans, ({ metric }) => settings.targetMetrics[metric] ?? metric)
  return (kpi: string, month: string, addsUp: boolean): number | null => {
    const planned = [kpi, kpi.split('.')[1]!].flatMap((name) => byKpi.get(name) ?? [])
    const of = planned.filter(({ first, period_type }) => {
      const ago = monthsBetween(first, month)
      return ago >= 0 && ago < lengths[period_type]
    })
    const sum = (chosen: readonly Plan[]) =>
      chosen.length === 0
        ? null
        : chosen.reduce(
            (so, { value, period_type }) => so + value / (addsUp ? lengths[period_type] : 1),
            0,
          )
    const whole = sum(of.filter(({ is_whole }) => is_whole))
    return addsUp ? (whole ?? sum(of.filter(({ is_finest }) => is_finest))) : whole
  }
}

function monthsBetween(first: string, month: string): number {
  const number = (day: string) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7))
  return number(month) - number(first)
}

function monthBefore(month: string, months: number): string {
  const [year, place] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, place - 1 - months, 1)).toISOString().slice(0, 10)
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return null
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
