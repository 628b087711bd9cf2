/** The scorecard of the sample: it has every KPI by month, and tells what the plans of finance say. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { metaOf } from '../../src/docs/measure_meta.ts'
import { readModel, type ViewMember } from '../../src/docs/model.ts'
import { granularitiesOf, type MeasureClass } from '../../src/semantic/catalog.ts'
import { projectRoot } from '../../src/settings.ts'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer } from './served_case.ts'

let sample: SampleWarehouse
beforeAll(async () => {
  sample = await openSample()
}, 240_000)
afterAll(() => sample.close())

/** The KPIs of a month, without slices, by the declarations alone. */
const isMonthly = (member: ViewMember) => {
  const { class: of, granularities = granularitiesOf[of as MeasureClass] } = metaOf(member)
  const list = (key: string) => (member.meta[key] ?? []) as string[]
  const held = [...list('needs'), ...list('one_of')].filter((name) => name !== 'period_type')
  return granularities.includes('month') && held.length === 0 && member.meta['scorecard'] !== false
}

test('every KPI of every view that means something by month is in it, and no other', async () => {
  const views = readModel(join(projectRoot, 'model')).views.filter((view) => view.public)
  const monthly = views
    .filter(({ name }) => name !== 'scorecard')
    .flatMap(({ members }) => members.filter(({ kind }) => kind === 'measure').filter(isMonthly))
    .map(({ view, name }) => `${view}.${name}`)
  const found = await answer(sample.semantic, 'scorecard', ['actual'], { by: ['kpi'] })
  const known = Object.keys(found)
  expect(known.filter((kpi) => !monthly.includes(kpi))).toEqual([])
  expect(monthly.filter((kpi) => !known.includes(kpi))).toEqual([])
})

/** The plans of finance, added up by metric and month; those of teams are not a KPI’s finest. */
function plans(metric: string, isOfOwners: boolean): Record<string, number> {
  const months: Record<string, number> = {}
  for (const file of globSync('seeds/finance/targets_*.csv', { cwd: projectRoot }))
    for (const line of readFileSync(join(projectRoot, file), 'utf8').trim().split('\n').slice(1)) {
      const [month, name, , owner, amount] = line.split(',') as [
        string,
        string,
        string,
        string,
        string,
      ]
      if (name !== metric || (owner !== '') !== isOfOwners) continue
      months[month] = (months[month] ?? 0) + Number(amount)
    }
  return months
}

test.each([
  ['pipeline.win_rate', 'win_rate'],
  ['revenue.net_revenue_retention', 'net_revenue_retention'],
  ['pipeline.opportunities_created', 'opportunities_created'],
])('%s is held to what finance planned', async (kpi, metric) => {
  const found = await answer(sample.semantic, 'scorecard', ['target'], {
    grain: 'month',
    where: { kpi },
  })
  const planned = plans(metric, false)
  const told = Object.entries(found).filter(([, { target }]) => target !== null)
  expect(told.length).toBeGreaterThan(10)
  for (const [month, { target }] of told) expect([month, target]).toEqual([month, planned[month]])
})

test('won amount reaches its quota in the scorecard as quota attainment says, in months that are over', async () => {
  const kpi = 'pipeline.won_amount'
  const held = await answer(sample.semantic, 'scorecard', ['attainment'], {
    grain: 'month',
    where: { kpi },
  })
  const attained = await answer(sample.semantic, 'pipeline', ['quota_attainment'], {
    grain: 'month',
  })
  const told = Object.entries(held).filter(([, { attainment }]) => attainment !== null)
  expect(told.length).toBeGreaterThan(10)
  for (const [month, { attainment }] of told)
    expect(attainment).toBeCloseTo(attained[month]!['quota_attainment']!, 8)
})

test('the month before and the median of the year before are those of the values themselves', async () => {
  for (const kpi of ['revenue.mrr', 'pipeline.win_rate']) {
    const found = await answer(sample.semantic, 'scorecard', ['actual', 'previous', 'baseline'], {
      grain: 'month',
      where: { kpi },
    })
    const months = Object.keys(found).sort()
    const values = months.map((month) => found[month]!['actual']!)
    for (const [at, month] of months.entries()) {
      const year = values.slice(Math.max(0, at - 12), at).sort((one, other) => one - other)
      const middle =
        (year[Math.floor((year.length - 1) / 2)]! + year[Math.ceil((year.length - 1) / 2)]!) / 2
      expect(found[month]!['previous']).toBe(at === 0 ? null : values[at - 1])
      if (at === 0) expect(found[month]!['baseline']).toBeNull()
      else expect(found[month]!['baseline']).toBeCloseTo(middle, 8)
    }
  }
})
