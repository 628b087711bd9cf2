/** No KPI changes by an erasure, whatever is forgotten of a person. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { measureKpis } from '../../src/cli/build_inputs.ts'
import { readModel, type ViewMember, type ViewModel } from '../../src/docs/model.ts'
import { forget } from '../../src/erasure/forget.ts'
import { simulate, writeExports } from '../../src/sample/index.ts'
import { openSemantic } from '../../src/semantic/compile.ts'
import { projectRoot } from '../../src/settings.ts'
import { build } from '../../src/warehouse/index.ts'
import { mapPeople } from '../../transforms/conformed/map_people.ts'
import { tables } from '../../transforms/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'revops-forget-'))
afterAll(() => rmSync(folder, { recursive: true }))
const [exports, warehouse] = [join(folder, 'exports'), join(folder, 'warehouse')]
const model = join(projectRoot, 'model')

/** The slices that are asked for, the first two that a measure allows; none names a person. */
const slices = [
  'kpi',
  'segment',
  'team',
  'stage',
  'channel',
  'campaign',
  'currency',
  'source_system',
]

/** The queries of a view: its measures, together where they allow the same. */
function queriesOf(view: ViewModel): object[] {
  const asked = view.members.filter(({ kind }) => kind === 'measure').flatMap(shapesOf)
  return [...Map.groupBy(asked, ({ shape }) => shape)].map(([shape, measures]) => ({
    ...JSON.parse(shape),
    measures: measures.map(({ name }) => `${view.name}.${name}`),
    limit: 50_000,
  }))
}

function shapesOf({ view, name, meta }: ViewMember) {
  const list = (key: string) => (meta[key] ?? []) as string[]
  const isByMonth = meta['granularities'] === undefined || list('granularities').includes('month')
  const time = { dimension: `${view}.date`, ...(isByMonth ? { granularity: 'month' } : {}) }
  const by = slices.filter((slice) => list('dimensions').includes(slice)).slice(0, 2)
  const shape = (dimensions: readonly string[]) => ({
    name,
    shape: JSON.stringify({
      timeDimensions: isByMonth ? [time] : [],
      dimensions: dimensions.map((one) => `${view}.${one}`),
      // Rows of several types of period are not to be added up.
      filters: list('one_of').map((one) => ({
        member: `${view}.${one}`,
        operator: 'equals',
        values: ['month'],
      })),
    }),
  })
  const needed = [meta['needs'] ?? []].flat() as string[]
  return [shape(needed), shape([...new Set([...needed, ...by])])]
}

async function answers(): Promise<Map<string, string[]>> {
  const semantic = await openSemantic({ warehouse, model })
  const found = new Map<string, string[]>()
  try {
    for (const view of readModel(model).views.filter((one) => one.public))
      for (const query of queriesOf(view)) {
        const { rows } = await semantic.load(query, { role: 'admin' })
        found.set(JSON.stringify(query), rows.map((row) => JSON.stringify(row)).sort())
      }
  } finally {
    await semantic.close()
  }
  return found
}

// Two builds of all tables and every KPI twice: two minutes of a processor.
const isAsked = process.env['REVOPS_ERASURE_KPIS'] !== undefined

test.runIf(isAsked)(
  'every KPI of every view is the same by month, and by two slices, before and after',
  async () => {
    await writeExports(simulate({ scale: 0.05, dirt: 0 }), exports)
    const contacts = join(exports, 'hubspot/contacts_2025-12-31.csv')
    const [header, ...people] = readFileSync(contacts, 'utf8').trim().split('\n')
    const at = ['First Name', 'Last Name', 'Email'].map((name) => header!.split(',').indexOf(name))
    const [first, last, email] = at.map((place) => people[0]!.split(',')[place]!)
    // The deals are named after the person.
    const files = readdirSync(join(exports, 'hubspot'), { recursive: true, encoding: 'utf8' })
    for (const name of files.filter((one) => /(^|\/)deals_[^/]*\.csv$/.test(one))) {
      const path = join(exports, 'hubspot', name)
      const [head, ...deals] = readFileSync(path, 'utf8').split('\n')
      const place = head!.split(',').indexOf('Deal Name')
      const named = deals.map((deal) => {
        const cells = deal.split(',')
        if (cells.length > place) cells[place] = `${first} ${last} ${cells[0]}`
        return deal.includes('"') ? deal : cells.join(',')
      })
      writeFileSync(path, [head, ...named].join('\n'))
    }
    await build({ exports, warehouse, tables, model, measure: measureKpis, retainedBuilds: 1 })
    const before = await answers()
    const forgotten = await forget(email!, {
      warehouse,
      tables,
      people: mapPeople,
      model,
      measure: measureKpis,
    })
    expect(forgotten.changed).toContainEqual(
      expect.objectContaining({ table: 'raw_hubspot__deals', column: 'deal_name' }),
    )
    expect([...before.values()].flat().length).toBeGreaterThan(1000)
    expect(await answers()).toEqual(before)
  },
  300_000,
)
