/** Holds the semantic model to the tables that it reads, and to what is right on both of Cube's planners. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../../src/settings.ts'
import { tables } from '../../transforms/index.ts'

interface Member {
  name: string
  title?: string
  description?: string
  sql?: string
  type?: string
  meta?: Record<string, unknown>
  public?: boolean
  drill_members?: string[]
}
interface Hierarchy {
  name: string
  title?: string
  levels: string[]
}
interface Folder {
  name: string
  includes: (string | Folder)[]
}
interface Cube {
  name: string
  public?: boolean
  sql_table?: string
  dimensions?: Member[]
  measures?: Member[]
  segments?: Member[]
  hierarchies?: Hierarchy[]
}
interface View {
  name: string
  title?: string
  description?: string
  public?: boolean
  cubes: { join_path: string; includes: (string | { name: string; alias?: string })[] }[]
  access_policy?: { role?: string; group?: string }[]
  folders?: Folder[]
}

const files = globSync('model/**/*.yml', { cwd: projectRoot })
const textOf = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const cubes = files.flatMap((file): Cube[] => parse(textOf(file)).cubes ?? [])
const views = files.flatMap((file): View[] => parse(textOf(file)).views ?? [])
const tableByName = new Map(tables.map((table) => [table.name, table]))

/** The members that a view shows: their name in the view and where they come from. */
const membersOf = (view: View) =>
  view.cubes.flatMap(({ join_path, includes }) => {
    const cube = cubes.find(({ name }) => name === join_path.split('.').at(-1))
    return includes.map((include) => {
      const { name, alias = name } =
        typeof include === 'string' ? { name: include } : { alias: undefined, ...include }
      return {
        name: alias ?? name,
        origin: `${cube?.name}.${name}`,
        segment: cube?.segments?.find((segment) => segment.name === name),
        hierarchy: cube?.hierarchies?.find((hierarchy) => hierarchy.name === name),
        cube: cube?.name,
        measure: cube?.measures?.find((measure) => measure.name === name),
        dimension: cube?.dimensions?.find((dimension) => dimension.name === name),
      }
    })
  })

/** `cube.member` of a reference out of a cube: a member of its own, or one at the end of joins. */
const originOf = (reference: string, cube: string) =>
  [cube, ...reference.split('.')].slice(-2).join('.')

const inFolder = ({ includes }: Folder): string[] =>
  includes.flatMap((member) => (typeof member === 'string' ? member : inFolder(member)))

test('the model has cubes and views', () => {
  expect(cubes.length).toBeGreaterThan(0)
  expect(views.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['pipeline', 'revenue', 'marketing']),
  )
})

test.each(files)('%s uses nothing that one of the planners gets wrong', (file) => {
  expect(textOf(file)).not.toMatch(
    /multi_stage|time_shift|type:\s*switch|calendar:|\{%|\{\{|case:\s*\n\s*switch/,
  )
})

describe.each(cubes)('cube $name', (cube) => {
  test('is private and reads one table of ours', () => {
    expect(cube.public).toBe(false)
    expect([...tableByName.keys()]).toContain(cube.sql_table)
  })

  test('reads columns that the table has', () => {
    const columns = Object.keys(tableByName.get(cube.sql_table!)?.columns ?? {})
    const members = JSON.stringify([cube.dimensions, cube.measures, cube.segments])
    const own = new Set([
      ...columns,
      ...[...(cube.dimensions ?? []), ...(cube.measures ?? [])].map(({ name }) => name),
    ])
    const read = [...members.matchAll(/\{CUBE\}\.(\w+)/g)].map(([, column]) => column!)
    expect(read.filter((column) => !columns.includes(column) && !own.has(column))).toEqual([])
  })
})

// A division by 0 is infinite, which an answer does not show and a filter does.
test.each(cubes.flatMap(({ measures = [] }) => measures.filter(({ sql }) => sql?.includes('/'))))(
  '$name divides by what cannot be 0',
  ({ sql }) => {
    const divisors = sql!.split('/').slice(1)
    expect(
      divisors.filter((divisor) => !/^ (?:nullif\(|case when .+ > 0 |[1-9])/.test(divisor)),
    ).toEqual([])
  },
)

describe.each(views)('view $name', (view) => {
  const members = membersOf(view)
  const measures = members.filter(({ measure }) => measure)
  const dimensions = members.filter(({ dimension }) => dimension)

  test('says what it is for, and every member comes from somewhere', () => {
    expect(view.description).toMatch(/\.$/)
    expect(
      members
        .filter((member) => !member.measure && !member.dimension)
        .filter((member) => !member.segment && !member.hierarchy)
        .map(({ name }) => name),
    ).toEqual([])
  })

  test('names and describes its dimensions and segments, each under a title of its own', () => {
    const described = members.flatMap(({ dimension, segment }) => dimension ?? segment ?? [])
    for (const member of described)
      expect(member).toMatchObject({
        title: expect.any(String),
        description: expect.stringMatching(/\.$/),
      })
    const titles = members.flatMap(
      ({ measure, dimension, segment }) => (measure ?? dimension ?? segment)?.title ?? [],
    )
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
  })

  test('shows every level of its hierarchies', () => {
    const shown = members.map(({ origin }) => origin)
    for (const { hierarchy, cube } of members.filter((member) => member.hierarchy)) {
      expect(hierarchy!.title).toEqual(expect.any(String))
      const levels = hierarchy!.levels.map((level) => originOf(level, cube!))
      expect(levels.filter((level) => !shown.includes(level))).toEqual([])
    }
  })

  // Among few members everything is found at a glance.
  if (measures.length + dimensions.length > 20 || view.folders !== undefined)
    test('has each member in one folder', () => {
      const foldered = (view.folders ?? []).flatMap(inFolder)
      const shown = members.filter(({ hierarchy }) => !hierarchy).map(({ name }) => name)
      expect(foldered.toSorted()).toEqual(shown.toSorted())
    })

  test('has one time dimension, date', () => {
    expect(
      dimensions.filter(({ dimension }) => dimension!.type === 'time').map(({ name }) => name),
    ).toEqual(['date'])
  })

  test('says who may read it', () => {
    expect(view.access_policy?.length).toBeGreaterThan(0)
  })

  test.each(measures)(
    'says what $name is, how it is made and who answers for it',
    ({ measure }) => {
      expect(measure).toMatchObject({
        title: expect.any(String),
        description: expect.stringMatching(/\.$/),
        meta: {
          kpi: true,
          class: expect.stringMatching(/^(additive|ratio|balance|trailing|distribution|company)$/),
          dimensions: expect.any(Array),
          date: expect.any(String),
          formula: expect.any(String),
          unit: expect.stringMatching(
            /^(count|currency|percent|minutes|hours|days|ratio|currency_per_day|months)$/,
          ),
          good: expect.stringMatching(/^(up|down|neutral)$/),
          owner: expect.any(String),
          source: expect.any(String),
          department: expect.any(String),
          leading: expect.any(Boolean),
        },
      })
    },
  )

  // Cube leaves out in silence what the view does not show.
  test.each(measures)('leads from $name to rows that it shows', ({ measure, cube }) => {
    const shown = members.map(({ origin }) => origin)
    const rows = (measure!.drill_members ?? []).map((member) => originOf(member, cube!))
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((row) => !shown.includes(row))).toEqual([])
  })

  test.each(measures)('offers for $name dimensions that it has', ({ measure }) => {
    const named = (measure!.meta?.['dimensions'] ?? []) as string[]
    const has = members
      .filter(({ dimension, segment }) => dimension ?? segment)
      .map(({ name }) => name)
    expect(named.filter((name) => !has.includes(name))).toEqual([])
    expect(named.length).toBe(new Set(named).size)
  })
})
