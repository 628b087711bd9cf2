/** View `attribution` on the sample company: it adds up to `funnel` and `pipeline`, and SQL answers as REST does. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPlanner, type Planner } from '../../src/gateway/planner.ts'
import { openGateway } from '../../src/semantic/compile.ts'
import { projectRoot } from '../../src/settings.ts'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer, type Question } from './served_case.ts'

let sample: SampleWarehouse
let planner: Planner
let closeGateway: () => Promise<void>
beforeAll(async () => {
  sample = await openSample()
  const { warehouse, build } = sample
  const opened = await openGateway({ warehouse, build, model: join(projectRoot, 'model') })
  closeGateway = opened.close
  planner = await createPlanner(opened)
}, 300_000)
afterAll(async () => {
  planner?.close()
  await closeGateway?.()
  await sample?.close()
})

const ask = (view: string, measures: readonly string[], question?: Question) =>
  answer(sample.semantic, view, measures, question)

async function sql(statement: string) {
  const { plan, build } = await planner.plan(statement, { role: 'admin' })
  if (plan.kind !== 'governed') throw new Error(`${statement} is for the ${plan.kind}`)
  return (await build.use((connection) => connection.runAndReadAll(plan.sql))).getRowObjectsJson()
}

test.each(['month', 'year', undefined] as const)(
  'by every model and %s it is all leads, all pipeline and all revenue, to the cent',
  async (grain) => {
    const question: Question = grain ? { grain } : {}
    const leads = await ask('funnel', ['leads'], question)
    const own = await ask('pipeline', ['pipeline_created', 'opportunities_created'], question)
    const { rows } = await sample.semantic.load(
      {
        measures: ['pipeline.won_amount', 'pipeline.opportunities_won'],
        segments: ['pipeline.without_renewals'],
        timeDimensions: grain ? [{ dimension: 'pipeline.date', granularity: grain }] : [],
      },
      { role: 'admin' },
    )
    const won = new Map(
      rows.map((row) => [
        grain ? String(row[`pipeline.date.${grain}`]).slice(0, 10) : '',
        [row['pipeline.won_amount'], row['pipeline.opportunities_won']].map(Number),
      ]),
    )
    const measures = [
      'attributed_leads',
      'attributed_pipeline',
      'attributed_opportunities',
      'attributed_revenue',
      'attributed_wins',
    ]
    const answered = await ask('attribution', measures, { ...question, by: ['model'] })
    expect(Object.keys(answered).length).toBeGreaterThanOrEqual(11)
    for (const [key, of] of Object.entries(answered)) {
      const period = grain ? key.slice(-10) : ''
      expect({ [key]: Object.values(of).map((value) => value ?? 0) }).toEqual({
        [key]: [
          leads[period]?.['leads'] ?? 0,
          own[period]?.['pipeline_created'] ?? 0,
          own[period]?.['opportunities_created'] ?? 0,
          ...(won.get(period) ?? [0, 0]),
        ].map((value) => expect.closeTo(value, 6)),
      })
    }
  },
)

test('SQL without a model is answered by that of the settings, as REST is', async () => {
  const byChannel = await ask('attribution', ['attributed_revenue'], { by: ['channel'] })
  const answered = await sql(
    'select channel, measure(attributed_revenue) as revenue from attribution group by 1',
  )
  const known = (of: readonly (readonly [string, unknown])[]) =>
    Object.fromEntries(of.filter(([, value]) => value !== null).map(([key, v]) => [key, Number(v)]))
  expect(known(answered.map((row) => [String(row['channel']), row['revenue']]))).toEqual(
    known(Object.entries(byChannel).map(([key, of]) => [key, of['attributed_revenue']])),
  )
  const named = await sql(
    "select measure(attributed_revenue) as revenue from attribution where model = 'markov' and channel = 'Email'",
  )
  const email = { where: { model: 'markov', channel: 'Email' } }
  const [expected] = Object.values(await ask('attribution', ['attributed_revenue'], email))
  expect(named.map(({ revenue }) => Number(revenue))).toEqual([expected!['attributed_revenue']])
})

test('SQL never adds models up', async () => {
  await expect(
    sql("select measure(roi) from attribution where model in ('linear', 'markov')"),
  ).rejects.toThrow('attribution.roi is never added up over several values of model')
  const both = await sql(
    "select model, measure(attributed_wins) as wins from attribution where model in ('linear', 'markov') group by 1",
  )
  expect(both).toHaveLength(2)
  expect(new Set(both.map(({ wins }) => Number(wins))).size).toBe(1)
})

test('marketing is attribution by the model of the settings', async () => {
  const by = { by: ['campaign', 'channel'] }
  const ofMarketing = await ask('marketing', ['attributed_revenue', 'roi', 'romi'], by)
  const of = await ask('attribution', ['attributed_revenue', 'roi', 'romi'], by)
  for (const [key, values] of Object.entries(of)) expect(ofMarketing[key]).toEqual(values)
})
