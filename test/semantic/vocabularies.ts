/** The values of ours that dimensions show, by what the transforms declare of their columns. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type AnyColumn, allowedValues, knownValues } from '../../src/columns.ts'
import type { DimensionMeta, ViewMeta } from '../../src/semantic/locales.ts'
import type { AnyTable } from '../../src/table.ts'
import { conformed, marts } from '../../transforms/index.ts'

export interface Vocabulary {
  readonly dimension: DimensionMeta
  /** As they stand in the rows. */
  readonly values: readonly string[]
}

interface Cube {
  readonly name: string
  readonly sql_table?: string
  readonly dimensions?: readonly { readonly name: string; readonly sql: string }[]
}

/** Columns of a name that has another meaning elsewhere: the stages of deals are a company’s own. */
const strangers = new Set(['mart_pipeline.stage'])

/** Of each text dimension of the views what it shows of ours. */
export function vocabulariesOf(views: readonly ViewMeta[], model: string): Vocabulary[] {
  const folder = join(model, 'cubes')
  const cubes = readdirSync(folder).flatMap(
    (file) => (parse(readFileSync(join(folder, file), 'utf8')) as { cubes: Cube[] }).cubes,
  )
  const members = new Map<string, { table: string | undefined; sql: string }>(
    cubes.flatMap(({ name, sql_table, dimensions = [] }) =>
      dimensions.map(
        (member) => [`${name}.${member.name}`, { table: sql_table, sql: member.sql }] as const,
      ),
    ),
  )
  return views
    .flatMap(({ dimensions }) => dimensions)
    .filter(({ type }) => type === 'string')
    .map((dimension) => {
      const { table, sql } = members.get(dimension.aliasMember!)!
      return { dimension, values: valuesOf(table, columnIn(sql)) }
    })
}

/** The column that a dimension shows as it is, or with a word in the place of null. */
const columnIn = (sql: string) => /^(?:coalesce\()?\{CUBE\}\.(\w+)/.exec(sql)?.[1]

/** What its own column is known to have, else what columns of its name allow in conformed tables. */
function valuesOf(table: string | undefined, column: string | undefined): readonly string[] {
  const own = [...conformed, ...marts].find(({ name }) => name === table)?.columns[column ?? '']
  if (column === undefined || own === undefined) return []
  if (strangers.has(`${table}.${column}`)) return []
  return knownValues(own) ?? byName.get(column) ?? []
}

/** By the name of a column, the values that conformed tables allow: a name means the same in all. */
const byName = new Map<string, readonly string[]>()
for (const { columns } of conformed as readonly AnyTable[])
  for (const [name, column] of Object.entries<AnyColumn>(columns)) {
    const allowed = allowedValues(column)
    if (allowed) byName.set(name, [...new Set([...(byName.get(name) ?? []), ...allowed])])
  }
