/** Where a metric comes from, over HTTP, and who is told. */
import { expect, test } from 'vitest'
import { serveWeb } from './served_web.ts'

const known = {
  name: 'pipeline.won_amount',
  steps: [
    {
      layer: 'sources',
      tables: [{ name: 'raw_crm__deals', export: 'crm/deals', columns: ['Amount'] }],
    },
    { layer: 'marts', tables: [{ name: 'opportunities', columns: ['amount'] }] },
  ],
}
const asked: string[] = []
const { get, token } = await serveWeb({
  async lineageOf(name) {
    asked.push(name)
    return name === known.name ? known : undefined
  },
})

const lineage = async (name: string, claims: Parameters<typeof token>[0]) => {
  const headers = { authorization: `Bearer ${await token(claims)}` }
  return get(`/lineage?name=${encodeURIComponent(name)}`, { headers })
}

test('tells whoever sees a measure what it is made of, and the files of the published build', async () => {
  const answer = await lineage(known.name, {})
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({
    ...known,
    steps: [
      { layer: 'sources', tables: [{ ...known.steps[0]!.tables[0], files: [] }] },
      known.steps[1],
    ],
  })
})

test('is not told to who is not signed in, nor to embedded pages', async () => {
  expect((await get(`/lineage?name=${known.name}`)).status).toBe(401)
  const embed = { charts: ['deals.won'], dashboards: [], filters: {} }
  expect((await lineage(known.name, { embed })).status).toBe(403)
})

test('of what the role does not see is not even asked for, and answers as if it were not there', async () => {
  asked.length = 0
  const unseen = await lineage('costs.cost', { role: 'rep', user: 'Anna' })
  const unknown = await lineage('revenue.nothing', {})
  expect([unseen.status, unknown.status]).toEqual([404, 404])
  expect(asked).toEqual([])
  expect(await unknown.json()).toEqual({
    error: 'There is no measure revenue.nothing whose lineage you may see.',
  })
})
