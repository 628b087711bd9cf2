/** The charts ask what the model has, by the granularities that the server allows. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { granularitiesOf } from '../../../src/semantic/catalog.ts'
import { projectRoot } from '../../../src/settings.ts'
import { type Chart, measuresOf } from '../../../web/src/charts/chart.ts'
import { catalogue, charts } from '../../../web/src/charts/index.ts'
import { grainsOfClass } from '../../../web/src/model/granularities.ts'

interface ViewFile {
  readonly views: readonly {
    readonly name: string
    readonly cubes: readonly {
      readonly includes: readonly (string | { readonly alias: string })[]
    }[]
    readonly folders?: readonly { readonly name: string }[]
  }[]
}

const folder = join(projectRoot, 'model', 'views')
const views = new Map(
  readdirSync(folder)
    .flatMap((file) => (parse(readFileSync(join(folder, file), 'utf8')) as ViewFile).views)
    .map((view) => [view.name, view]),
)
const members = (view: string) =>
  views
    .get(view)
    ?.cubes.flatMap(({ includes }) =>
      includes.map((of) => (typeof of === 'string' ? of : of.alias)),
    )

/** The dimensions that a chart of a kind tells its rows and columns apart by. */
function dimensionsOf(chart: Chart): readonly string[] {
  switch (chart.kind) {
    case 'cohort':
      return [chart.months]
    case 'matrix':
      return [chart.across]
    case 'profile':
      return [chart.along, chart.of.dimension]
    case 'prediction':
      return ['prediction', 'horizon']
    case 'volume':
      return [...chart.series, chart.periodType, chart.outside]
    default:
      return []
  }
}

test('a class answers by what the server says', () => {
  expect(grainsOfClass).toEqual(granularitiesOf)
})

describe.each([...charts.values()])('$id', (chart) => {
  test('asks measures and dimensions of its view', () => {
    const by = 'by' in chart ? chart.by : []
    const order = 'order' in chart && chart.order ? [chart.order] : []
    const told = dimensionsOf(chart)
    expect(members(chart.view)).toEqual(
      expect.arrayContaining([...measuresOf(chart), ...by, ...order, ...told]),
    )
  })

  test('has a title in the model', () => {
    const title = 'title' in chart ? chart.title : undefined
    if (title === undefined) expect(measuresOf(chart).length).toBeGreaterThan(0)
    else if ('folder' in title)
      expect(views.get(chart.view)?.folders?.map(({ name }) => name)).toContain(title.folder)
    else if ('partsOf' in title) expect(members(chart.view)).toContain(title.partsOf)
  })
})

test('no two charts have one id, and the catalogue has them all', () => {
  const { charts: known, dashboards, views } = catalogue()
  const ids = Object.values(dashboards).flat()
  expect(new Set(ids).size).toBe(ids.length)
  expect(Object.keys(known).toSorted()).toEqual(ids.toSorted())
  expect(known['revenue.mrr']).toEqual(['revenue'])
  // Whoever is shown a dashboard may read what its lists read.
  expect(views).toMatchObject({ leakage: ['leakage'], playbooks: ['playbook'] })
})
