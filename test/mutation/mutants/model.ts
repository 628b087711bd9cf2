/** Mutants of the model: every KPI's formula, changed in the ways in which formulas go wrong. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml'
import { sqlTypeOf } from '../../../src/columns.ts'
import type { AnyTable } from '../../../src/table.ts'
import { tables } from '../../../transforms/index.ts'
import { conditionRules, formulaRules, type Surroundings } from './formulas.ts'

/** One change to the definition of one measure. */
export interface FormulaMutant {
  /** Says what is changed and where: `model/cubes/revenue.yml quick_ratio: swapped parts …`. */
  readonly id: string
  /** The file of the cube, without its ending: the view is called as it is. */
  readonly view: string
  readonly measure: string
  /** The measure's definition with the change. */
  readonly definition: object
}

const cubes = 'model/cubes'
const otherTypes: Readonly<Record<string, string>> = {
  sum: 'max',
  count: 'count_distinct',
  count_distinct: 'count',
}

/** Every place of every measure that a rule finds. */
export const formulaMutants = (root: string): FormulaMutant[] =>
  readdirSync(join(root, cubes))
    .sort()
    .flatMap((name) => mutantsOfFile(root, join(cubes, name)))

function mutantsOfFile(root: string, file: string): FormulaMutant[] {
  const all = parseDocument(readFileSync(join(root, file), 'utf8')).get('cubes')
  if (!isSeq(all)) return []
  return all.items.filter(isMap).flatMap((cube) => {
    const measures = measuresOf(cube)
    const around = surroundingsOf(measures, `${cube.get('sql_table')}`)
    return measures.flatMap((measure) =>
      [...Map.groupBy(changesOf(measure, around), ({ what }) => what).values()].flatMap((alike) =>
        alike.map(({ what, definition }, place) => ({
          id: `${file} ${measure.get('name')}: ${what}${place > 0 ? ` (${place + 1})` : ''}`,
          view: basename(file, '.yml'),
          measure: `${measure.get('name')}`,
          definition,
        })),
      ),
    )
  })
}

const measuresOf = (cube: YAMLMap): YAMLMap[] => {
  const measures = cube.get('measures')
  return isSeq(measures) ? measures.items.filter((item) => isMap(item)) : []
}

/** A measure's changes, each with the whole definition that it makes. */
function changesOf(measure: YAMLMap, around: Surroundings) {
  const by = (path: readonly unknown[], { what, sql }: { what: string; sql: unknown }) => {
    const changed = measure.clone() as YAMLMap
    changed.setIn(path, sql)
    return { what, definition: changed.toJSON() as object }
  }
  const scalar = (path: readonly unknown[]) => {
    const value = measure.getIn(path)
    return typeof value === 'string' ? value : undefined
  }
  const changed = (path: readonly unknown[], rules: typeof formulaRules) => {
    const sql = scalar(path)
    return sql === undefined
      ? []
      : rules.flatMap((rule) => rule(sql, around).map((change) => by(path, change)))
  }
  const filters = measure.get('filters')
  const count = isSeq(filters) ? filters.items.length : 0
  const type = measure.has('sql') ? otherTypes[`${measure.get('type')}`] : undefined
  // A count of all rows has neither a formula nor a condition that could be wrong, but for one too many.
  const isOfAllRows = measure.get('type') === 'count' && !measure.has('sql') && count === 0
  return [
    ...(isOfAllRows ? [by(['filters'], { what: 'no row', sql: [{ sql: 'false' }] })] : []),
    ...changed(['sql'], formulaRules),
    ...Array.from({ length: count }, (_, place) =>
      changed(['filters', place, 'sql'], conditionRules),
    ).flat(),
    ...(type === undefined
      ? []
      : [by(['type'], { what: `another aggregate: ${type}`, sql: type })]),
  ]
}

/** What formulas of a cube name, by which another formula of it could be mistaken. */
function surroundingsOf(measures: readonly YAMLMap[], table: string): Surroundings {
  const texts = new Map(measures.map((measure) => [`${measure.get('name')}`, textOf(measure)]))
  const found = [...texts.values()].join('\n')
  const columns = (tables as readonly AnyTable[]).find(({ name }) => name === table)?.columns ?? {}
  const typeOf = (column: string) => (columns[column] ? sqlTypeOf(columns[column]) : undefined)
  const named = unique([...found.matchAll(/\{CUBE\}\.(\w+)/g)].map(([, name]) => name!))
  return {
    isMeasure: (name) => texts.has(name),
    // Money for money, counts for counts: a mistake that would be seen at once is none to test.
    measuresLike: (measure) => {
      const own = endOf(measure)
      return [...texts.keys()].filter(
        (other) => endOf(other) === own && !standsOn(texts, other, measure),
      )
    },
    columnsLike: (column) => {
      const type = typeOf(column)
      return type === undefined ? [] : named.filter((other) => typeOf(other) === type)
    },
    valuesOf: (column) =>
      unique(
        [...found.matchAll(new RegExp(String.raw`\.${column} = '([^']+)'`, 'g'))].map(
          ([, value]) => value!,
        ),
      ),
  }
}

const unique = (all: readonly string[]) => [...new Set(all)]
const endOf = (name: string) => /mrr|cost|amount|rate|customers/.exec(name)?.[0] ?? 'other'

const textOf = (measure: YAMLMap) => {
  const sql = measure.get('sql', true)
  return `${isScalar(sql) ? sql.value : ''}\n${JSON.stringify(measure.get('filters') ?? '')}`
}

/** Whether a measure is worked out from another one, at any remove. */
function standsOn(texts: ReadonlyMap<string, string>, measure: string, other: string): boolean {
  const named = [...(texts.get(measure) ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  return named.some((name) => name === other || (name !== 'CUBE' && standsOn(texts, name, other)))
}
