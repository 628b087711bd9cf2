/**
 * Fingerprints: a hash of all that a table is made of names the file that holds it, so what was
 * built once is never built again.
 */

import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type AnyColumn, allowedValues, isNullable, sqlTypeOf } from '../columns.ts'
import { compiled, compiledQueryOf, dependenciesOf } from '../lineage.ts'
import type { AnyTable } from '../table.ts'
import { hashOf, ifThere, namesIn } from './diskio.ts'
import { tableContractHash } from './load/contract_hash.ts'

/** Raised when the engine writes other rows for the same declaration: every table is then new. */
const engineVersion = 2

/** Read from the package, since a build without changes does not load DuckDB. */
const duckdbVersion: string = createRequire(import.meta.url)(
  '@duckdb/node-api/package.json',
).version

/** What a table is made of, part by part: a part that differs is the reason for a build. */
export interface Ingredients {
  /** The engine and DuckDB. */
  readonly engine: string
  /** The query with its parameters; empty for a table that is not made by one. */
  readonly query: string
  /** Columns, grain, relations and audits. */
  readonly declaration: string
  /** Of a table that is not made by a query: its files with their contract, or what the run says. */
  readonly data: string
  /** The fingerprints of the tables that it reads and is audited against. */
  readonly upstream: Readonly<Record<string, string>>
}

export type OwnIngredients = Pick<Ingredients, 'engine' | 'query' | 'declaration'>

/** What a table's own declaration says. */
export function ownIngredientsOf(table: AnyTable): OwnIngredients {
  const query = compiledQueryOf(table)
  return {
    engine: hashOf(engineVersion, duckdbVersion),
    query: query ? hashOf(query.sql, query.parameters.map(tagged)) : '',
    declaration: hashOf(
      table.name,
      'contract' in table.source ? tableContractHash(table) : null,
      Object.entries<AnyColumn>(table.columns).map(([name, column]) => [
        name,
        sqlTypeOf(column),
        isNullable(column),
        allowedValues(column) ?? null,
      ]),
      table.grain,
      table.relations.map(({ column, to, key, unknown, maxUnknown }) => [
        column,
        to.name,
        key ?? null,
        unknown ?? null,
        maxUnknown ?? null,
      ]),
      table.audits.map(({ name, severity, broken }) => {
        const { sql, parameters } = compiled(broken)
        return [name, severity, sql, parameters.map(tagged)]
      }),
    ),
  }
}

/** The fingerprint of a table made of these. */
export function fingerprintOf(name: string, ingredients: Ingredients): string {
  const { engine, query, declaration, data, upstream } = ingredients
  return hashOf(name, engine, query, declaration, data, Object.entries(upstream).sort(byName))
}

/** The tables' own upstream names with a fingerprint each; those without one are left out. */
export function upstreamFingerprints(
  table: AnyTable,
  fingerprintOf: (name: string) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(
    dependenciesOf(table).flatMap((name) => {
      const fingerprint = fingerprintOf(name)
      return fingerprint === undefined ? [] : [[name, fingerprint]]
    }),
  )
}

/** The hash of the model's files and of Cube's configuration beside the model's folder. */
export function modelHash(model: string): string {
  const configuration = join(dirname(model), 'cube.js')
  const text = ifThere(() => readFileSync(configuration, 'utf8')) ?? null
  return hashOf(text, filesUnder(model, ''))
}

function filesUnder(folder: string, prefix: string): [path: string, text: string][] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory()
      ? filesUnder(path, `${prefix}${name}/`)
      : [[`${prefix}${name}`, readFileSync(path, 'utf8')] satisfies [string, string]]
  })
}

/** The id of a build: equal inputs give equal ids. */
export function buildIdOf(
  fingerprints: Readonly<Record<string, string>>,
  model: string,
  dataAsOf: string,
): string {
  return hashOf(Object.entries(fingerprints).sort(byName), model, dataAsOf).slice(0, 12)
}

const byName = ([one]: [string, string], [other]: [string, string]) =>
  one < other ? -1 : one > other ? 1 : 0

/** A query parameter with its type: 1 is not '1', and JSON has no big integers. */
const tagged = (parameter: unknown) =>
  typeof parameter === 'bigint' ? ['bigint', String(parameter)] : [typeof parameter, parameter]
